package zvrd.semantic;

import org.bytedeco.pytorch.Tensor;
import zvrd.nn.ClipVision;
import zvrd.tensor.TensorScope;

/** CLIP's view of frames (arXiv:2103.00020): what one would say they show. */
public final class Clip implements ImageEmbedding {
    private final String name;
    private final ClipVision network;
    private final ClipImages images;

    /** {@code network}, which is closed with this, called {@code name}. */
    public Clip(String name, ClipVision network) {
        this.name = name;
        this.network = network;
        this.images = new ClipImages(network.resolution());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Tensor embed(Tensor x0) {
        return TensorScope.compute(() -> network.forward(images.whole(x0)));
    }

    /**
     * The embeddings [N, D] of {@code levels} [N, 3, H, W], whole numbers of 0 … 255, by OpenAI's own steps: what published
     * scores were computed with. Not differentiable.
     */
    public Tensor embedLevels(Tensor levels) {
        return TensorScope.compute(() -> network.forward(images.official(levels)));
    }

    @Override
    public void close() {
        network.close();
    }
}
