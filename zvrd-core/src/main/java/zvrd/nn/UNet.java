package zvrd.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
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
    private final int finest; // first decoder block of the finest map with attention; with none, all have passed by
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
            this.finest = finest(config);
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
        return TensorScope.compute(() -> {
            try (Halfway halfway = begin(input, attention, tap, SkipStore.memory())) {
                return finish(halfway, attention, tap, true);
            }
        });
    }

    /**
     * The first half of {@link #forward(UNetInput, Attention, FeatureTap)}: all that lies before the first attention of
     * the decoder's finest map with attention. Call it inside a scope.
     *
     * @param store where the encoder's outputs wait; without gradients where that is not {@link SkipStore#memory()}
     */
    public Halfway begin(UNetInput input, Attention attention, FeatureTap tap, SkipStore store) {
        input.requireFit(config);
        if (input.x().requires_grad() && parameters.oneDnn() != null) {
            throw new IllegalArgumentException("this network was read for use without gradients; use UNet.trainable");
        }
        var skips = new Skips(store);
        try {
            Tensor rows = embedding.forward(input.embeddingTimesteps(), input.labels());
            tap.output("time_embed", rows);
            var pass = new Pass(torch.silu(rows), attention);
            Tensor last = encoded(input, pass, tap, skips);
            Tensor h = middle.forward(last, pass, tap);
            skips.push(last);
            return new Halfway(pass.embedding(), coarse(h, skips, pass, tap), skips);
        } catch (RuntimeException e) {
            skips.close();
            throw e;
        }
    }

    /** The last of the encoder's outputs, which is the middle's input; those before it are in {@code skips}. */
    private Tensor encoded(UNetInput input, Pass pass, FeatureTap tap, Skips skips) {
        Tensor image =
                TensorScope.compute(() -> parameters.device().to(input.image()).to(type(), false, false, layout()));
        Tensor h = encoder.get(0).forward(image, pass, tap);
        image.close();
        for (Block block : encoder.subList(1, encoder.size())) {
            Tensor next = block.forward(h, pass, tap);
            skips.push(h);
            h = next;
        }
        return h;
    }

    private Tensor coarse(Tensor fromMiddle, Skips skips, Pass pass, FeatureTap tap) {
        Tensor h = fromMiddle;
        for (int n = 0; n < finest; n++) {
            h = decoded(n, h, skips, pass, tap, true);
        }
        if (finest == decoder.size()) {
            return h;
        }
        Block split = decoder.get(finest);
        Tensor joined = skips.joined(h, finest, true);
        h = split.between(0, split.attention(), joined, pass, tap);
        joined.close();
        return h;
    }

    /**
     * The second half.
     *
     * @param last whether it is the last time: memory is then given back on the way
     * @return as {@link #forward(UNetInput, Attention, FeatureTap)}
     */
    public Tensor finish(Halfway halfway, Attention attention, FeatureTap tap, boolean last) {
        return TensorScope.compute(() -> {
            var pass = new Pass(halfway.embedding(), attention);
            Tensor h = halfway.feature();
            if (finest < decoder.size()) {
                Block split = decoder.get(finest);
                h = split.between(split.attention(), split.layers().size(), h, pass, tap);
                if (last) {
                    halfway.feature().close();
                }
            }
            for (int n = finest + 1; n < decoder.size(); n++) {
                h = decoded(n, h, halfway.skips(), pass, tap, last);
            }
            Tensor out = outConv.apply(Activations.silu(outNorm.apply(h)));
            return ComputeDevice.cpu()
                    .to(out.to(ScalarType.Float, false, false, new MemoryFormatOptional(MemoryFormat.Contiguous)));
        });
    }

    private Tensor decoded(int block, Tensor h, Skips skips, Pass pass, FeatureTap tap, boolean last) {
        Tensor joined = skips.joined(h, block, last);
        try {
            return decoder.get(block).forward(joined, pass, tap);
        } finally {
            joined.close();
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

    private static int finest(UNetConfig config) {
        int levels = config.multipliers().size();
        OptionalInt downsampling = config.finestAttention();
        int below =
                downsampling.isPresent() ? levels - 1 - Integer.numberOfTrailingZeros(downsampling.getAsInt()) : levels;
        return below * (config.resBlocks() + 1);
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
