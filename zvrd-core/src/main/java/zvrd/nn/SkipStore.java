package zvrd.nn;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the encoder's outputs wait for the decoder. Frames that look at each other wait for each other, so all of a
 * window's outputs wait at once: 282 MB a frame for the published 256² network in float32. Where they wait never changes
 * them. Threads may share a store.
 */
@FunctionalInterface
public interface SkipStore {
    /** Takes over {@code map} [N, C, h, w], which is no longer the caller's. */
    Skip keep(Tensor map);

    /** In memory, as they are. */
    static SkipStore memory() {
        return Resident::new;
    }

    /** One output that waits. */
    interface Skip extends AutoCloseable {
        /** What {@code body} makes of the output, which is valid only meanwhile. */
        Tensor read(Function<Tensor, Tensor> body);

        /** It is not read again. */
        @Override
        void close();
    }

    /** An output that stays where it is. */
    record Resident(Tensor map) implements Skip {
        @Override
        public Tensor read(Function<Tensor, Tensor> body) {
            return body.apply(map);
        }

        @Override
        public void close() {
            map.close();
        }
    }
}
