package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * How a {@link UNet}'s answer turns with the image it is asked about: Jᵀu. What enters each block is kept, and on the way
 * back each block is computed once more (arXiv:1604.06174), so that the graph of a single one is alive.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once.
 */
public final class UNetGradient implements AutoCloseable {
    private final UNetConfig config;
    private final Precision precision;
    private final Parameters parameters;
    private final TimestepEmbedding embedding;
    private final List<Block> encoder;
    private final Block middle;
    private final List<Block> decoder;
    private final GroupNorm outNorm;
    private final Conv outConv;

    /**
     * Reads the network once more, in a layout through which gradients pass; it computes in {@code precision} on {@code
     * device}, and what goes in and comes out lives on the processor.
     *
     * @throws zvrd.weights.WeightFormatException naming a tensor that is missing or misshapen
     */
    public UNetGradient(UNetConfig config, StateDict weights, Precision precision, ComputeDevice device) {
        if (config.classConditional() || config.superResolution()) {
            throw new IllegalArgumentException("the gradient of a network that sees more than an image: " + config);
        }
        this.config = config;
        this.precision = precision;
        this.parameters = Parameters.blockwise((name, initial, shape) -> weights.get(name, shape), precision, device);
        try {
            var builder = new UNetBuilder(config, parameters);
            this.embedding = new TimestepEmbedding(parameters, config);
            this.encoder = builder.encoder();
            this.middle = builder.middle();
            this.decoder = builder.decoder();
            this.outNorm = GroupNorm.of(parameters.at("out.0"), config.channels(0));
            this.outConv = Conv.zero(parameters.at("out.2"), config.channels(0), config.outChannels(), 3);
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /**
     * Jᵀu, J being the derivative of the noise the network sees in {@code x} with respect to {@code x}.
     *
     * @param x noisy images [N, 3, H, W], float32, sides multiples of {@link UNetConfig#stride()}
     * @param timestep of all of them, on the scale of the training
     * @param attention asked twice for every layer, and differentiated in what it is handed
     * @param u like x
     * @return like x
     */
    public Tensor pullBack(Tensor x, double timestep, Attention attention, Tensor u) {
        UNetInput input = UNetInput.of(x, new double[] {timestep});
        input.requireFit(config);
        return TensorScope.compute(() -> {
            Pass pass;
            Way way;
            try (var forward = new NoGradGuard()) {
                pass = new Pass(torch.silu(embedding.forward(input.embeddingTimesteps(), null)), attention);
                way = way(inside(x), pass);
            }
            try (var derivative = new AutoGradMode(true)) {
                return ComputeDevice.cpu()
                        .to(back(way, pass, inside(u)).to(ScalarType.Float).contiguous());
            }
        });
    }

    /** What entered every block: the image and each encoder block's output, and what the decoder's went on with. */
    private record Way(List<Tensor> encoded, List<Tensor> decoded) {}

    private Way way(Tensor image, Pass pass) {
        var way = new Way(new ArrayList<>(List.of(image)), new ArrayList<>());
        for (Block block : encoder) {
            way.encoded().add(block.forward(last(way.encoded()), pass, FeatureTap.none()));
        }
        way.decoded().add(middle.forward(last(way.encoded()), pass, FeatureTap.none()));
        for (int n = 0; n < decoder.size(); n++) {
            try (Tensor joined = joined(way, n)) {
                way.decoded().add(decoder.get(n).forward(joined, pass, FeatureTap.none()));
            }
        }
        return way;
    }

    /** What decoder block {@code n} sees: the map before it, and the encoder's of the same size. */
    private Tensor joined(Way way, int n) {
        try (var both = new TensorVector(way.decoded().get(n), way.encoded().get(encoder.size() - n))) {
            return torch.cat(both, 1);
        }
    }

    private Tensor back(Way way, Pass pass, Tensor u) {
        Tensor g = pulled(last(way.decoded()), h -> noise(outConv.apply(Activations.silu(outNorm.apply(h)))), u);
        var skipped = new Tensor[encoder.size() + 1]; // gradients in what the decoder took of the encoder
        for (int n = decoder.size() - 1; n >= 0; n--) {
            Block block = decoder.get(n);
            way.decoded().remove(n + 1).close();
            try (Tensor joined = joined(way, n)) {
                long own = way.decoded().get(n).size(1);
                Tensor both = pulled(joined, h -> block.forward(h, pass, FeatureTap.none()), g);
                g.close();
                g = both.narrow(1, 0, own).contiguous(parameters.layout());
                skipped[encoder.size() - n] =
                        both.narrow(1, own, both.size(1) - own).contiguous(parameters.layout());
                both.close();
            }
        }
        g = stage(middle, way.encoded().get(encoder.size()), pass, g);
        for (int n = encoder.size() - 1; n >= 0; n--) {
            way.encoded().remove(n + 1).close();
            g.add_(skipped[n + 1]);
            skipped[n + 1].close();
            g = stage(encoder.get(n), way.encoded().get(n), pass, g);
        }
        return g;
    }

    private static Tensor stage(Block block, Tensor entered, Pass pass, Tensor g) {
        Tensor before = pulled(entered, h -> block.forward(h, pass, FeatureTap.none()), g);
        g.close();
        return before;
    }

    /** Jᵀg of {@code part} at {@code entered}. */
    private static Tensor pulled(Tensor entered, UnaryOperator<Tensor> part, Tensor g) {
        return TensorScope.compute(() -> {
            Tensor leaf = entered.detach().requires_grad_(true);
            part.apply(leaf).backward(g, new BoolOptional(), false, new TensorArrayRefOptional());
            return leaf.grad().alias();
        });
    }

    private static Tensor noise(Tensor output) {
        return output.narrow(1, 0, 3);
    }

    private Tensor inside(Tensor x) {
        ScalarType type = precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
        return TensorScope.compute(() -> parameters
                .device()
                .to(x)
                .to(type, false, true, new MemoryFormatOptional(parameters.layout()))); // a copy, to be closed alone
    }

    private static Tensor last(List<Tensor> maps) {
        return maps.get(maps.size() - 1);
    }

    /** What the network was built from. */
    public UNetConfig config() {
        return config;
    }

    /** Bytes of its parameters in memory. */
    public long parameterBytes() {
        return parameters.byName().values().stream()
                .mapToLong(parameter -> parameter.numel() * parameter.element_size())
                .sum();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
