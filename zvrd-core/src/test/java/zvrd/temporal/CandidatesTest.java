package zvrd.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

/** Frames of noise that move by one patch to the right from one to the next. */
@ExtendWith(LeakGuard.class)
class CandidatesTest {
    private static final int FRAMES = 3;
    private static final int PATCH = 4;
    private static final int HEIGHT = 5; // positions
    private static final int WIDTH = 6;

    @Test
    void positionsOfATranslatedMapAreFoundWhereTheyWent() {
        try (var scope = new TensorScope()) {
            torch.manual_seed(1);
            Tensor earlier = torch.randn(1, 16, HEIGHT, WIDTH);
            PairLinks links = PairLinks.similar(earlier, earlier.roll(new long[] {1}, new long[] {3}));
            for (int p = 0; p < HEIGHT * WIDTH; p++) {
                if (p % WIDTH + 1 < WIDTH) {
                    assertThat(links.forward()[p]).isEqualTo(p + 1);
                    assertThat(links.backward()[p + 1]).isEqualTo(p);
                }
            }
        }
    }

    @Test
    void theCleanImagesOfTheStepBeforeChooseTheFlowWhereItIsRightAndTheOthersAreWrong() {
        try (var scope = new TensorScope()) {
            int[] nowhere = new int[HEIGHT * WIDTH];
            var wrong = List.of(new PairLinks(nowhere, nowhere), new PairLinks(nowhere, nowhere));
            var history = List.of(
                    Trajectories.chained(0, wrong), Trajectories.chained(1, wrong), Trajectories.chained(2, wrong));
            for (int frame = 0; frame < FRAMES; frame++) {
                TileMotion motion = moving(history);
                Trajectories best = Candidates.byStepBefore(frame, motion, wrong);
                Trajectories flow = Trajectories.chained(frame, motion.links());
                int neighbour = Seat.neighbour(frame);
                for (int p = 0; p < HEIGHT * WIDTH; p++) {
                    if (flow.in(neighbour)[p] != PairLinks.NONE) {
                        int at = p * FRAMES;
                        assertThat(Arrays.copyOfRange(best.positions(), at, at + FRAMES))
                                .isEqualTo(Arrays.copyOfRange(flow.positions(), at, at + FRAMES));
                    } else {
                        assertThat(best.in(neighbour)[p]).isZero(); // out of the frame: the first of two wrong ones
                    }
                }
            }
        }
    }

    @Test
    void cleanImagesThatTheRightFamilyMadeAgreeBestAlongTheFlow() {
        try (var scope = new TensorScope()) {
            Tensor images = images();
            TileMotion motion = moving(null);
            Tensor wrong = torch.randn(1, 3, HEIGHT * PATCH, WIDTH * PATCH);
            var errors = List.of(
                    error(motion, images.narrow(0, 1, 1), images.narrow(0, 0, 1)),
                    error(motion, wrong, images.narrow(0, 0, 1)),
                    error(motion, images.narrow(0, 1, 1), wrong));
            int[] chosen = TrajectorySelection.lowest(errors);
            for (int p = 0; p < chosen.length; p++) {
                if (p % WIDTH > 0) { // the first column came into the frame
                    assertThat(chosen[p]).isZero();
                }
            }
        }
    }

    private static float[] error(TileMotion motion, Tensor own, Tensor other) {
        return TrajectorySelection.alongFlow(own, other, motion.flowOf(1), motion.seenOf(1), PATCH);
    }

    private static TileMotion moving(@Nullable List<Trajectories> best) {
        Tensor seen = torch.ones(FRAMES - 1, 1, HEIGHT * PATCH, WIDTH * PATCH);
        Tensor right = torch.cat(new TensorVector(seen.mul(new Scalar((double) PATCH)), torch.zeros_like(seen)), 1);
        var motion = new Motion(new FlowPairs(right.neg(), right), seen, seen);
        return TileMotion.of(motion, images(), PATCH, best);
    }

    private static Tensor images() {
        torch.manual_seed(2);
        Tensor first = torch.randn(1, 3, HEIGHT * PATCH, WIDTH * PATCH);
        Tensor second = first.roll(new long[] {PATCH}, new long[] {3});
        return torch.cat(new TensorVector(first, second, second.roll(new long[] {PATCH}, new long[] {3})), 0);
    }
}
