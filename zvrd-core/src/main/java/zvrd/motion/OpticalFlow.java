package zvrd.motion;

import org.bytedeco.pytorch.Tensor;

/** An estimator of how pixels move between neighbouring frames. Threads may share it; its answer never depends on how many do. */
public interface OpticalFlow extends AutoCloseable {
    /** The name on the command line. */
    String name();

    /**
     * The flow between every two neighbours, both ways.
     *
     * @param frames [N, 3, H, W] on [-1, 1], N at least 2, of any size
     * @return N - 1 pairs, in the caller's scope
     */
    FlowPairs between(Tensor frames);

    /** Frees what it holds. */
    @Override
    void close();
}
