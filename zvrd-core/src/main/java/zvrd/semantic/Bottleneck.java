package zvrd.semantic;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetEncoder;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * What the diffusion U-Net itself has understood of a frame (ours, where no CLIP is installed): the mean over all places of
 * its middle block's output, for the clean image at t = 0.
 */
public final class Bottleneck implements ImageEmbedding {
    /** What embeddings of this kind are called. */
    public static final String NAME = "bottleneck";

    private static final int SHORT_SIDE = 128;

    private final UNetEncoder network;

    /**
     * Reads encoder and middle block from the checkpoint of the whole network; they compute in {@code precision}. With the
     * built-in prior bfloat16 takes two thirds of float32's time, and gradients of L_SC point the same way up to a cosine of
     * 0.99.
     *
     * @throws zvrd.weights.WeightFormatException naming a tensor that is missing or misshapen
     */
    public Bottleneck(UNetConfig config, StateDict weights, Precision precision) {
        this.network = new UNetEncoder(config, weights, precision);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * {@inheritDoc} Frames are averaged down until the shorter side has about 128 pixels; both sides become multiples of the
     * network's stride, the nearest ones that are no larger than the frame. Only a frame smaller than the stride grows.
     */
    @Override
    public Tensor embed(Tensor x0) {
        long height = x0.size(2);
        long width = x0.size(3);
        double scale = Math.min(1, (double) SHORT_SIDE / Math.min(height, width));
        return TensorScope.compute(() -> {
            Tensor small = torch.adaptive_avg_pool2d(x0, side(height, scale), side(width, scale));
            return network.forward(small, 0).mean(2, 3); // [N, C, h, w] -> [N, C]
        });
    }

    private long side(long length, double scale) {
        long stride = network.config().stride();
        long nearest = Math.round(length * scale / stride);
        return stride * Math.max(1, Math.min(nearest, length / stride));
    }

    @Override
    public void close() {
        network.close();
    }
}
