package zvrd.semantic;

import org.bytedeco.pytorch.Tensor;

/** What a frame shows, as a vector whose direction counts. Threads may share it. */
public interface ImageEmbedding extends AutoCloseable {
    /** What reports call it, such as {@code clip-vit-b-32}. */
    String name();

    /**
     * The embeddings of {@code x0} [N, 3, H, W] on [-1, 1], of any size; nothing is clamped, so that gradients reach every
     * pixel.
     *
     * @return [N, D], float32, differentiable in {@code x0}, in the caller's scope
     */
    Tensor embed(Tensor x0);

    /** Frees its network. */
    @Override
    void close();
}
