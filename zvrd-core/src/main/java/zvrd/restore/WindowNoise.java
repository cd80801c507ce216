package zvrd.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.NoiseDraws;
import zvrd.journal.SealedInput;
import zvrd.journal.SealedOutput;
import zvrd.motion.Motion;
import zvrd.temporal.NoiseSharing;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * The random numbers of one window. Where frames do not share them, each frame draws its own by its place in the shot, so that
 * a shot is restored as if it were alone; where
 * they do, all draw the same, transported along the motion from one frame to the next and on into the next window.
 */
final class WindowNoise {
    private final NoiseSource source;
    private final @Nullable NoiseSharing sharing;
    private final int position;
    private final int overlap;
    private final Trail earlier;
    private final Trail later = new Trail(new HashMap<>());

    /** Which numbers a draw gave to which frames: what a window leaves to the next one, on the Java heap. */
    record Trail(Map<Draw, List<float[]>> draws) {
        static Trail none() {
            return new Trail(Map.of());
        }

        List<float[]> of(Draw draw) {
            return draws.getOrDefault(draw, List.of());
        }

        void writeTo(SealedOutput out) throws IOException {
            out.number(draws.size());
            for (Map.Entry<Draw, List<float[]>> draw : draws.entrySet()) {
                out.text(draw.getKey().stream().name());
                out.number(draw.getKey().index());
                out.number(draw.getValue().size());
                for (float[] frame : draw.getValue()) {
                    out.floats(frame);
                }
            }
        }

        static Trail read(SealedInput in) throws IOException {
            var draws = new HashMap<Draw, List<float[]>>();
            for (int left = in.count(); left > 0; left--) {
                var draw = new Draw(NoiseStream.valueOf(in.text()), (int) in.number());
                var frames = new ArrayList<float[]>();
                for (int n = in.count(); n > 0; n--) {
                    frames.add(in.floats());
                }
                draws.put(draw, frames);
            }
            return new Trail(draws);
        }
    }

    /** One draw of the schedule. */
    record Draw(NoiseStream stream, int index) {}

    /**
     * Noise of the frames from {@code position} on.
     *
     * @param sharing how they share it, or null if each has its own
     * @param overlap frames at the window's end whose noise the next window continues
     * @param earlier what the window before left
     */
    WindowNoise(NoiseSource source, @Nullable NoiseSharing sharing, int position, int overlap, Trail earlier) {
        this.source = source;
        this.sharing = sharing;
        this.position = position;
        this.overlap = overlap;
        this.earlier = earlier;
    }

    /** The numbers of a step; {@code motion} is what is known of these frames at its level {@code t}, or null. */
    NoiseDraws at(int t, @Nullable Motion motion) {
        return (stream, draw, shape) -> {
            if (sharing == null) {
                return own(stream, draw, shape);
            }
            boolean moving = t < sharing.settings().from();
            return shared(sharing, new Draw(stream, draw), moving ? motion : null, shape);
        };
    }

    private Tensor own(NoiseStream stream, int draw, long... shape) {
        return TensorScope.compute(() -> {
            var frames = new TensorVector();
            for (int n = 0; n < shape[0]; n++) {
                frames.push_back(source.normal(stream, draw, position + n, shape[1], shape[2], shape[3]));
            }
            return torch.cat(frames, 0);
        });
    }

    /**
     * The same numbers for all frames until their motion is known. From then on what a frame sees first has numbers of its
     * own: shared ones would meet themselves a few pixels further on, where they were carried to (docs/adr/0006).
     */
    private Tensor shared(NoiseSharing how, Draw draw, @Nullable Motion motion, long... shape) {
        return TensorScope.compute(() -> {
            List<Tensor> carried = earlier.of(draw).stream()
                    .map(frame -> Tensors.of(frame, 1, shape[1], shape[2], shape[3]))
                    .toList();
            Tensor drawn = motion == null ? same(draw, shape) : own(draw.stream(), draw.index(), shape);
            Tensor z = how.blend(drawn, motion, carried);
            leave(draw, z);
            return z;
        });
    }

    private Tensor same(Draw draw, long... shape) {
        return source.normal(draw.stream(), draw.index(), 0, shape[1], shape[2], shape[3])
                .expand(shape);
    }

    private void leave(Draw draw, Tensor z) {
        var last = new ArrayList<float[]>();
        try (var scope = new TensorScope()) {
            for (long n = Math.max(0, z.size(0) - overlap); n < z.size(0); n++) {
                last.add(Tensors.toFloats(z.narrow(0, n, 1)));
            }
        }
        later.draws().put(draw, last);
    }

    /** What the next window continues, as far as it is drawn. */
    Trail trail() {
        return new Trail(Map.copyOf(later.draws()));
    }

    /** Goes on where a run before this one had come to {@code trail}. */
    void goOn(Trail trail) {
        later.draws().putAll(trail.draws());
    }
}
