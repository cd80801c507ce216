package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;

/** A network that makes a vector of a frame. Threads may share it. */
public interface FrameFeatures extends AutoCloseable {
    /** What reports call it, such as {@code clip-vit-b-32}. */
    String name();

    /** The vector of {@code frame} [1, 3, H, W] in [-1, 1], which is rounded to 8 bit. */
    float[] of(Tensor frame);

    /** Frees the network. */
    @Override
    void close();
}
