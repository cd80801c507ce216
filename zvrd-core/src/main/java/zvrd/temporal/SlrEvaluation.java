package zvrd.temporal;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.nn.Attention;
import zvrd.temporal.SlrAttention.Further;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Evaluates a network on one frame with short-long-range attention (ZVRD eq. 4-7), while other threads do so for the other
 * frames of its window; threads may share it.
 */
public final class SlrEvaluation {
    private final NetworkDenoiser network;
    private final AttentionSettings settings;
    private final IntPredicate remembers;
    private final OptionalInt finest;

    /**
     * On {@code network}, whose own attention is replaced.
     *
     * @param remembers of which frames of a window answers say how they can be evaluated again
     */
    public SlrEvaluation(NetworkDenoiser network, AttentionSettings settings, IntPredicate remembers) {
        this.network = network;
        this.settings = settings;
        this.remembers = remembers;
        this.finest = network.network().config().finestAttention();
    }

    /** Pixels per position, along one side, of the maps in which trajectories are followed at level {@code t}; else empty. */
    public OptionalInt patch(int t) {
        return t < settings.trajectoryFrom() ? finest : OptionalInt.empty();
    }

    /** How all frames of a window look at each other in one batch, along {@code paths} if there are any. */
    public Attention ofWindow(@Nullable List<Trajectories> paths) {
        return new WindowAttention(settings.values(), finest.orElse(0), paths);
    }

    /**
     * Evaluates the frame at {@code seat}; every frame of the meeting must be, each on a thread of its own.
     *
     * @param xt [1, 3, h, w]
     * @param motion null where trajectories are not followed, for all frames or none
     */
    public FrameAnswer evaluate(Tensor xt, int t, Seat seat, @Nullable TileMotion motion) {
        Heard heard = remembers.test(seat.frame()) ? new Heard(seat) : null;
        Exchange exchange = heard == null ? seat : heard;
        if (motion == null) {
            float[] output = predict(xt, t, new SlrAttention(exchange, "", null));
            return new FrameAnswer(output, null, heard == null ? null : new SlrAttention(heard.again(), "", null));
        }
        if (settings.mode() == TrajectoryMode.EXACT) {
            return new ExactEvaluation(network, settings.values(), seat, motion, heard).evaluate(xt, t);
        }
        var paths = new PathsOfStepBefore(seat, motion);
        var further = new Further(motion.patch(), settings.values(), paths);
        float[] output = predict(xt, t, new SlrAttention(exchange, "", further));
        return new FrameAnswer(
                output, paths.found, heard == null ? null : new SlrAttention(heard.again(), "", further));
    }

    private float[] predict(Tensor xt, int t, SlrAttention attention) {
        try (var scope = new TensorScope()) {
            return Tensors.toFloats(network.attending(attention).predict(xt, t).channels());
        }
    }

    /** Found when the first layer asks, and the same for those after it. */
    private static final class PathsOfStepBefore implements SlrAttention.Paths {
        private final Seat seat;
        private final TileMotion motion;
        private @Nullable Trajectories found;

        PathsOfStepBefore(Seat seat, TileMotion motion) {
            this.seat = seat;
            this.motion = motion;
        }

        @Override
        public Trajectories at(Tensor feature) {
            Trajectories paths = found;
            if (paths == null) {
                paths = Candidates.byStepBefore(seat.frame(), motion, Candidates.similar(seat, feature));
                found = paths;
            }
            return paths;
        }
    }
}
