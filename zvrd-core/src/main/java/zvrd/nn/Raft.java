package zvrd.nn;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;

/**
 * Recurrent all-pairs field transforms (arXiv:2003.12039), large or small as its tensors are: a flow at an eighth of the
 * frames' resolution, refined step by step from correlations between all pixels of both. Knows no gradients.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once. The correlations of a frame with
 * another take (H·W/64)² · 5.3 bytes: 6 MB for 256 × 256 pixels, 1.1 GB for 1280 × 720.
 */
public final class Raft implements AutoCloseable {
    /** Sides of frames are multiples of this. */
    public static final int GRID = FlowUpsampling.FACTOR;

    /** The least side: the coarsest correlations are at 1/64 of the resolution, and need more than one pixel. */
    public static final int LEAST_SIDE = 128;

    private final Parameters parameters;
    private final RaftSize size;
    private final RaftEncoder featureEncoder;
    private final RaftEncoder contextEncoder;
    private final UpdateOperator updateOperator;
    private final FlowUpsampling upsampling;

    /**
     * What the network keeps of frames, at an eighth of their resolution.
     *
     * @param features what pixels are compared by, [N, 256, h, w], or 128 channels where the network is small
     * @param context what the frame itself says about its flow, [N, 256, h, w], or 160 channels
     */
    public record Encoded(Tensor features, Tensor context) {}

    /**
     * The flow from one frame to another, channel 0 to the right and channel 1 down.
     *
     * @param coarse in pixels of an eighth of the resolution, [N, 2, h, w]
     * @param full in pixels, [N, 2, 8h, 8w]
     */
    public record Flow(Tensor coarse, Tensor full) {}

    private Raft(RaftNames names) {
        this.parameters = Parameters.constant(names::read, Precision.FLOAT32);
        try {
            this.size = names.size();
            this.featureEncoder =
                    RaftEncoder.of(parameters.at("fnet"), size, FeatureNorm.Kind.INSTANCE, size.features());
            this.contextEncoder =
                    RaftEncoder.of(parameters.at("cnet"), size, size.contextNorm(), size.hidden() + size.context());
            Parameters update = parameters.at("update_block");
            this.updateOperator = UpdateOperator.of(update, size);
            this.upsampling = size == RaftSize.SMALL
                    ? new FlowUpsampling.Bilinear()
                    : FlowUpsampling.Convex.of(update.at("mask"), size.hidden());
            names.refuseUnused();
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /**
     * Reads the network by its authors' names, with or without {@code module.} in front, or by torchvision's.
     *
     * @throws zvrd.weights.WeightFormatException where there is none, or a tensor is missing, misshapen or not understood
     */
    public static Raft of(StateDict weights) {
        return new Raft(RaftNames.in(weights));
    }

    /**
     * What it keeps of frames, in the caller's scope.
     *
     * @param frames [N, 3, H, W] on [-1, 1], H and W multiples of {@link #GRID} and at least {@link #LEAST_SIDE}
     */
    public Encoded encode(Tensor frames) {
        return encode(frames, FeatureTap.none());
    }

    /** The same; {@code tap} sees the outputs of {@code fnet} and {@code cnet}. */
    public Encoded encode(Tensor frames, FeatureTap tap) {
        requireSides(frames);
        try (var scope = new TensorScope()) {
            Tensor x = frames.detach();
            Tensor features = featureEncoder.apply(x);
            tap.output("fnet", features);
            Tensor context = contextEncoder.apply(x);
            tap.output("cnet", context);
            return new Encoded(scope.keep(features), scope.keep(context));
        }
    }

    /**
     * The flow of frames from rest, in the caller's scope.
     *
     * @param from the frames whose pixels it tells about
     * @param to the frames where they lie, as many
     * @param iterations how often it is refined, at least 1
     */
    public Flow flow(Encoded from, Encoded to, int iterations) {
        try (var scope = new TensorScope()) {
            Tensor rest = torch.zeros(from.context().size(0), 2, height(from), width(from));
            Flow flow = flow(from, to, rest, iterations, FeatureTap.none());
            return new Flow(scope.keep(flow.coarse()), scope.keep(flow.full()));
        }
    }

    /**
     * The same from {@code start}, [N, 2, h, w] at an eighth of the resolution; {@code tap} sees what the parts called
     * {@code corr}, {@code gru} and {@code flow_head} put out in every iteration.
     */
    public Flow flow(Encoded from, Encoded to, Tensor start, int iterations, FeatureTap tap) {
        if (iterations < 1) {
            throw new IllegalArgumentException("RAFT refines at least once, got " + iterations + " iterations");
        }
        try (var scope = new TensorScope()) {
            var pyramid = CorrelationPyramid.of(from.features(), to.features(), size.radius());
            Tensor state = from.context().narrow(1, 0, size.hidden()).tanh();
            Tensor context =
                    from.context().narrow(1, size.hidden(), size.context()).relu();
            Tensor places = places(height(from), width(from));
            Tensor matches = places.add(start);
            for (int i = 0; i < iterations; i++) {
                TensorScope.run(() -> {
                    Tensor correlations = pyramid.lookup(matches);
                    tap.output("corr", correlations);
                    Tensor change = updateOperator.apply(state, context, matches.sub(places), correlations);
                    tap.output("gru", state);
                    tap.output("flow_head", change);
                    matches.add_(change);
                });
            }
            Tensor coarse = matches.sub(places);
            return new Flow(scope.keep(coarse), scope.keep(upsampling.apply(coarse, state)));
        }
    }

    private static long height(Encoded frames) {
        return frames.context().size(2);
    }

    private static long width(Encoded frames) {
        return frames.context().size(3);
    }

    /** x and y of every pixel, [1, 2, h, w]. */
    private static Tensor places(long height, long width) {
        Tensor x = torch.arange(new Scalar((double) width)).expand(height, width);
        Tensor y = torch.arange(new Scalar((double) height)).unsqueeze(1).expand(height, width);
        return torch.stack(new TensorVector(x, y), 0).unsqueeze(0);
    }

    private static void requireSides(Tensor frames) {
        boolean fits = frames.dim() == 4 && frames.size(1) == 3;
        for (int d = 2; fits && d < 4; d++) {
            fits = frames.size(d) >= LEAST_SIDE && frames.size(d) % GRID == 0;
        }
        if (!fits) {
            throw new IllegalArgumentException("frames: expected [N, 3, H, W], H and W multiples of " + GRID + " from "
                    + LEAST_SIDE + ", got " + Arrays.toString(frames.shape()));
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
