package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/**
 * The trajectories a frame chooses from: along the flow, along what is most alike in the network's eyes, and the best of the
 * step before where there was one; in this order.
 */
final class Candidates {
    private Candidates() {}

    /** Links between all neighbours by likeness of {@code feature} [1, C, h, w], which every frame brings to the meeting. */
    static List<PairLinks> similar(Seat seat, Tensor feature) {
        int frame = seat.frame();
        seat.leave("feature", Tokens.of(feature), frame + 1 < seat.frames() ? 1 : 0);
        if (frame > 0) {
            Tokens earlier = seat.take(frame - 1, "feature", Tokens.class);
            try (var scope = new TensorScope()) {
                seat.leave("similar", PairLinks.similar(earlier.like(feature), feature), seat.frames());
            }
        }
        return seat.takeAll(IntStream.range(1, seat.frames()).toArray(), "similar", PairLinks.class);
    }

    /** For {@code frame}, one of {@code frames}. */
    static List<Trajectories> of(int frame, TileMotion motion, List<PairLinks> similar) {
        var candidates = new ArrayList<Trajectories>();
        candidates.add(Trajectories.chained(frame, motion.links()));
        candidates.add(Trajectories.chained(frame, similar));
        if (motion.best() != null) {
            candidates.add(motion.best().get(frame));
        }
        return candidates;
    }

    /** The best for {@code frame} by the clean images of the step before, each candidate compared along its own way. */
    static Trajectories byStepBefore(int frame, TileMotion motion, List<PairLinks> similar) {
        List<Trajectories> candidates = of(frame, motion, similar);
        int neighbour = Seat.neighbour(frame);
        try (var scope = new TensorScope()) {
            Tensor own = motion.image(frame);
            Tensor other = motion.image(neighbour);
            var errors = new ArrayList<float[]>();
            Tensor everywhere = torch.ones_like(motion.seenOf(frame));
            errors.add(TrajectorySelection.reached(
                    TrajectorySelection.alongFlow(own, other, motion.flowOf(frame), everywhere, motion.patch()),
                    candidates.get(0).in(neighbour)));
            for (Trajectories candidate : candidates.subList(1, candidates.size())) {
                errors.add(TrajectorySelection.alongLinks(own, other, candidate.in(neighbour), motion.patch()));
            }
            return Trajectories.mixed(candidates, TrajectorySelection.lowest(errors));
        }
    }
}
