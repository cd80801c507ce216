package zvrd.backbone;

import org.bytedeco.pytorch.Tensor;

/** A wish about the clean images beyond the measurement, such as that neighbouring frames agree. */
@FunctionalInterface
public interface Guidance {
    /** {@code x0} [N, 3, H, W], believed in at level {@code t}, moved towards the wish; may be {@code x0} itself. */
    Tensor adjust(Tensor x0, int t);

    /** No wish: returns what it is given. */
    static Guidance none() {
        return (x0, t) -> x0;
    }
}
