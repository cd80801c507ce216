package zvrd.temporal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.nn.Attention;
import zvrd.nn.Halfway;
import zvrd.temporal.SlrAttention.Further;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * One evaluation of one frame that tries every family of trajectories on the network, and then looks along the best: what
 * lies before the first layer that looks along trajectories is shared, the rest runs once for each family and once more.
 */
final class ExactEvaluation {
    private final NetworkDenoiser network;
    private final TrajectoryValues values;
    private final Seat seat;
    private final TileMotion motion;
    private final @Nullable Heard heard;
    private final Exchange exchange;
    private final List<Pass> passes = new ArrayList<>();

    /** What came out when all frames looked along {@code paths}. */
    private record Pass(List<Trajectories> paths, String name, Further further, float[] output) {
        boolean along(List<Trajectories> others) {
            return IntStream.range(0, paths.size()).allMatch(i -> paths.get(i).same(others.get(i)));
        }
    }

    /** {@code heard} remembers what the frame at {@code seat} is told; null where nothing needs to be remembered. */
    ExactEvaluation(
            NetworkDenoiser network, TrajectoryValues values, Seat seat, TileMotion motion, @Nullable Heard heard) {
        this.network = network;
        this.values = values;
        this.seat = seat;
        this.motion = motion;
        this.heard = heard;
        this.exchange = heard == null ? seat : heard;
    }

    FrameAnswer evaluate(Tensor xt, int t) {
        try (var scope = new TensorScope();
                Halfway halfway = network.begin(xt, t, new SlrAttention(exchange, "", null))) {
            List<List<Trajectories>> families = families(Candidates.similar(seat, halfway.feature()));
            var images = new ArrayList<float[]>();
            for (List<Trajectories> family : families) {
                float[] image = clean(xt, along(halfway, family, false).output(), t);
                seat.leave("x0 " + images.size(), image, seat.neighbourOf());
                images.add(image);
            }
            List<Trajectories> best = exchanged(best(families, images));
            Pass pass = along(halfway, best, true);
            return new FrameAnswer(pass.output(), best.get(seat.frame()), heard == null ? null : again(heard, pass));
        }
    }

    /** How the frame looked before the first layer that looks along trajectories, and from there on in {@code pass}. */
    private Attention again(Heard heard, Pass pass) {
        var before = new SlrAttention(heard.again(), "", null);
        var after = new SlrAttention(heard.again(), pass.name(), pass.further());
        return (site, x, q, k, v) ->
                (site.decoder() && site.downsampling() == motion.patch() ? after : before).attend(site, x, q, k, v);
    }

    /** Of every family the trajectories of all frames. */
    private List<List<Trajectories>> families(List<PairLinks> similar) {
        var families = new ArrayList<List<Trajectories>>();
        for (int frame = 0; frame < seat.frames(); frame++) {
            List<Trajectories> candidates = Candidates.of(frame, motion, similar);
            for (int family = 0; family < candidates.size(); family++) {
                if (frame == 0) {
                    families.add(new ArrayList<>());
                }
                families.get(family).add(candidates.get(family));
            }
        }
        return families;
    }

    /** The network's output where every frame looks along its own of {@code paths}; found again where it is known. */
    private Pass along(Halfway halfway, List<Trajectories> paths, boolean last) {
        for (Pass pass : passes) {
            if (pass.along(paths)) {
                return pass;
            }
        }
        Trajectories own = paths.get(seat.frame());
        var further = new Further(motion.patch(), values, feature -> own);
        String name = "pass " + passes.size() + " ";
        var attention = new SlrAttention(exchange, name, further);
        try (var scope = new TensorScope()) {
            float[] output =
                    Tensors.toFloats(network.finish(halfway, attention, last).channels());
            var pass = new Pass(paths, name, further, output);
            passes.add(pass);
            return pass;
        }
    }

    /** The clean image that {@code output}'s noise leaves of {@code xt}. */
    private float[] clean(Tensor xt, float[] output, int t) {
        try (var scope = new TensorScope()) {
            long[] shape = Tensors.shape(xt);
            int count = (int) xt.numel();
            Tensor epsilon = Tensors.of(Arrays.copyOf(output, count), shape); // what follows is the variance
            Tensor x0 = new GaussianSteps(network.schedule()).x0(xt, epsilon, t);
            return Tensors.toFloats(
                    x0.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0))));
        }
    }

    /** At every position the trajectory whose family's clean images agree best along the flow. */
    private Trajectories best(List<List<Trajectories>> families, List<float[]> images) {
        int frame = seat.frame();
        var errors = new ArrayList<float[]>();
        for (int n = 0; n < images.size(); n++) {
            float[] other = seat.take(Seat.neighbour(frame), "x0 " + n, float[].class);
            try (var scope = new TensorScope()) {
                errors.add(TrajectorySelection.alongFlow(
                        Tensors.of(images.get(n), motion.size()),
                        Tensors.of(other, motion.size()),
                        motion.flowOf(frame),
                        motion.seenOf(frame),
                        motion.patch()));
            }
        }
        List<Trajectories> own =
                families.stream().map(family -> family.get(frame)).toList();
        return Trajectories.mixed(own, TrajectorySelection.lowest(errors));
    }

    private List<Trajectories> exchanged(Trajectories own) {
        int[] all = IntStream.range(0, seat.frames()).toArray();
        seat.leave("best", own, all.length);
        return seat.takeAll(all, "best", Trajectories.class);
    }
}
