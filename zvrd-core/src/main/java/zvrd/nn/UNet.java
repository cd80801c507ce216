package zvrd.nn;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * The U-Net of guided-diffusion (ADM, arXiv:2105.05233): a noisy image and its timestep to the noise in it.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once.
 */
public final class UNet implements AutoCloseable {
    private final UNetConfig config;
    private final Precision precision;
    private final Parameters parameters;
    private final TimestepEmbedding embedding;
    private final List<Block> encoder;
    private final Block middle;
    private final List<Block> decoder;
    private final GroupNorm outNorm;
    private final Conv outConv;

    /** The network on the processor; see {@link #UNet(UNetConfig, StateDict, Precision, ComputeDevice)}. */
    public UNet(UNetConfig config, StateDict weights, Precision precision) {
        this(config, weights, precision, ComputeDevice.cpu());
    }

    /**
     * Reads the network for use without gradients; its kernels are kept in {@code precision} only, in a layout of their
     * own where the processor has one. It computes on {@code device}; what goes in and comes out lives on the processor.
     *
     * @throws zvrd.weights.WeightFormatException naming a tensor that is missing, misshapen or too many
     */
    public UNet(UNetConfig config, StateDict weights, Precision precision, ComputeDevice device) {
        this(config, Parameters.stored(weights, precision, device), precision);
        refuseUnused(weights);
    }

    private UNet(UNetConfig config, Parameters parameters, Precision precision) {
        this.config = config;
        this.precision = precision;
        this.parameters = parameters;
        try {
            var builder = new UNetBuilder(config, parameters);
            this.embedding = new TimestepEmbedding(parameters, config);
            this.encoder = builder.encoder();
            this.middle = builder.middle();
            this.decoder = builder.decoder();
            int channels = config.channels(0);
            this.outNorm = GroupNorm.of(parameters.at("out.0"), channels);
            this.outConv = Conv.zero(parameters.at("out.2"), channels, config.outChannels(), 3);
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** A network to train from nothing: float32 parameters as PyTorch draws them, computing in {@code precision}. */
    public static UNet fresh(UNetConfig config, long seed, Precision precision) {
        return new UNet(config, Parameters.fresh(seed), precision);
    }

    /** A network to train on or to differentiate: float32 parameters from {@code weights}, computing in {@code precision}. */
    public static UNet trainable(UNetConfig config, StateDict weights, Precision precision) {
        var network = new UNet(config, Parameters.trainable(weights), precision);
        network.refuseUnused(weights);
        return network;
    }

    /** Name and shape of every parameter of {@code config}'s network, in a checkpoint's order. */
    public static Map<String, long[]> parameterShapes(UNetConfig config) {
        try (var network = new UNet(config, Parameters.shapes(), Precision.FLOAT32)) {
            var shapes = new LinkedHashMap<String, long[]>();
            network.parameters().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            return shapes;
        }
    }

    /** The noise in {@code x}; see {@link #forward(UNetInput, Attention, FeatureTap)}. */
    public Tensor forward(Tensor x, double[] timesteps, Attention attention) {
        return forward(UNetInput.of(x, timesteps), attention, FeatureTap.none());
    }

    /**
     * The noise in the images of {@code input}, and the variance values where they are learned.
     *
     * <p>Differentiable in parameters and images where the network is fresh or trainable.
     *
     * @return [N, {@link UNetConfig#outChannels()}, H, W], float32, contiguous
     */
    public Tensor forward(UNetInput input, Attention attention, FeatureTap tap) {
        input.requireFit(config);
        if (input.x().requires_grad() && parameters.oneDnn() != null) {
            throw new IllegalArgumentException("this network was read for use without gradients; use UNet.trainable");
        }
        return TensorScope.compute(() -> {
            Tensor rows = embedding.forward(input.embeddingTimesteps(), input.labels());
            tap.output("time_embed", rows);
            var pass = new Pass(torch.silu(rows), attention);
            Tensor image = parameters.device().to(input.image());
            Tensor h = decoded(image.to(type(), false, false, layout()), pass, tap);
            Tensor out = outConv.apply(Activations.silu(outNorm.apply(h)));
            return ComputeDevice.cpu()
                    .to(out.to(ScalarType.Float, false, false, new MemoryFormatOptional(MemoryFormat.Contiguous)));
        });
    }

    private Tensor decoded(Tensor x, Pass pass, FeatureTap tap) {
        return TensorScope.compute(() -> {
            Deque<Tensor> skips = new ArrayDeque<>();
            Tensor h = x;
            for (Block block : encoder) {
                h = block.forward(h, pass, tap);
                skips.push(h);
            }
            h = middle.forward(h, pass, tap);
            for (Block block : decoder) {
                Tensor joined = joined(h, skips.pop());
                h = block.forward(joined, pass, tap);
                joined.close();
            }
            return h;
        });
    }

    /** Both along the channels; neither is held any longer, not even by the vector that passes them. */
    private static Tensor joined(Tensor h, Tensor skip) {
        try (var both = new TensorVector(h, skip)) {
            return torch.cat(both, 1);
        } finally {
            h.close();
            skip.close();
        }
    }

    /** The parameters by their names in a checkpoint, in its order; owned by the network, and not always readable. */
    public Map<String, Tensor> parameters() {
        return parameters.byName();
    }

    /** What the network was built from. */
    public UNetConfig config() {
        return config;
    }

    /** The format it computes in. */
    public Precision precision() {
        return precision;
    }

    private ScalarType type() {
        return precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
    }

    private MemoryFormatOptional layout() {
        return new MemoryFormatOptional(parameters.layout());
    }

    private void refuseUnused(StateDict weights) {
        try {
            weights.refuseUnused();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        parameters.close();
    }

    @Override
    public String toString() {
        return "UNet" + Arrays.asList(config, precision);
    }
}
