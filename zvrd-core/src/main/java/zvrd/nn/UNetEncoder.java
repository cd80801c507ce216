package zvrd.nn;

import java.util.List;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * The encoder and the middle block of a {@link UNet}, without the decoder's weights: what the network has understood of an
 * image, differentiable in the image alone.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once.
 */
public final class UNetEncoder implements AutoCloseable {
    private final UNetConfig config;
    private final Precision precision;
    private final Parameters parameters;
    private final TimestepEmbedding embedding;
    private final List<Block> encoder;
    private final Block middle;

    /**
     * Reads the half of the network from the checkpoint of the whole; it computes in {@code precision}.
     *
     * @throws zvrd.weights.WeightFormatException naming a tensor that is missing or misshapen
     */
    public UNetEncoder(UNetConfig config, StateDict weights, Precision precision) {
        if (config.classConditional() || config.superResolution()) {
            throw new IllegalArgumentException("the encoder of a network that sees more than an image: " + config);
        }
        this.config = config;
        this.parameters = Parameters.constant((name, initial, shape) -> weights.get(name, shape), precision);
        this.precision = precision;
        try {
            var builder = new UNetBuilder(config, parameters);
            this.embedding = new TimestepEmbedding(parameters, config);
            this.encoder = builder.encoder();
            this.middle = builder.middle();
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** What the network was built from. */
    public UNetConfig config() {
        return config;
    }

    /**
     * The middle block's output for {@code x} [N, 3, H, W], sides multiples of {@link UNetConfig#stride()}, as an image at
     * {@code timestep} on the scale of the training; [N, C, H / stride, W / stride], float32.
     */
    public Tensor forward(Tensor x, double timestep) {
        UNetInput input = UNetInput.of(x, new double[] {timestep});
        input.requireFit(config);
        return TensorScope.compute(() -> {
            Tensor rows = embedding.forward(input.embeddingTimesteps(), null);
            var pass = new Pass(torch.silu(rows), Attention.plain());
            Tensor h = x.to(
                    precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float,
                    false,
                    false,
                    new MemoryFormatOptional(parameters.layout()));
            for (Block block : encoder) {
                Tensor next = block.forward(h, pass, FeatureTap.none());
                if (h != x) {
                    h.close(); // what a gradient needs has a handle of its own
                }
                h = next;
            }
            return middle.forward(h, pass, FeatureTap.none()).to(ScalarType.Float);
        });
    }

    @Override
    public void close() {
        parameters.close();
    }
}
