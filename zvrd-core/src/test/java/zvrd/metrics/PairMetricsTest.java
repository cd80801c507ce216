package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.motion.FlowWarp;
import zvrd.motion.OcclusionMask;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class PairMetricsTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;

    @Test
    void theWarpingErrorIsThatOfTheMeasuresSection() { // images, flows and the value given for them there
        try (var scope = new TensorScope()) {
            Tensor forward = flow(
                    (x, y) -> 1.5 + 0.8 * Math.sin(0.3 * y) + 0.5 * Math.cos(0.2 * x),
                    (x, y) -> -0.7 + 0.6 * Math.sin(0.25 * x));
            Tensor backward = flow(
                    (x, y) -> -1.4
                            - 0.8 * Math.sin(0.3 * y + 0.1)
                            - 0.5 * Math.cos(0.2 * x + 0.2)
                            + 0.9 * Math.sin(0.5 * x),
                    (x, y) -> 0.75 - 0.6 * Math.sin(0.25 * x - 0.3));
            var motion = new ReferenceMotion(forward, OcclusionMask.visible(forward, backward, false));
            double error =
                    WarpingError.between(Waves.unit(HEIGHT, WIDTH, 0, 0), Waves.unit(HEIGHT, WIDTH, 1.3, -0.6), motion);
            assertThat(error).isCloseTo(0.0010519747, within(1e-8)); // float32 images
        }
    }

    @Test
    void whatMovesAlongHasNoErrorAndWhatIsHiddenDoesNotCount() {
        try (var scope = new TensorScope()) {
            Tensor flow = new SteadyFlow(3, -2)
                    .between(torch.zeros(2, 3, HEIGHT, WIDTH))
                    .forward();
            Tensor earlier = Waves.unit(HEIGHT, WIDTH, 0, 0);
            Tensor later = Waves.unit(HEIGHT, WIDTH, 3, -2);
            var motion = new ReferenceMotion(flow, FlowWarp.inside(flow));
            assertThat(WarpingError.between(earlier, later, motion)).isLessThan(1e-12); // squares of float32 roundings
            var unseen = new ReferenceMotion(flow, torch.zeros(1, 1, HEIGHT, WIDTH));
            assertThat(WarpingError.between(earlier, later.neg(), unseen)).isZero();
        }
    }

    @Test
    void aChangeOfBrightnessIsSeenAtItsSquare() {
        try (var scope = new TensorScope()) {
            Tensor frame = Waves.of(HEIGHT, WIDTH, 0, 0);
            Tensor still = pair(frame, frame);
            Tensor flickering = pair(frame, frame.add(new Scalar(10 / 127.5)));
            double expected = Math.pow(10 / 255.0, 2);
            FramePair reference = moving(still, 0);
            FramePair restored = moving(flickering, 0);
            assertThat(new Flicker().of(restored, reference)).isCloseTo(expected, within(1e-12));
            assertThat(new WarpingError().of(restored, reference)).isCloseTo(expected, within(1e-12));
            assertThat(new OwnWarpingError().of(restored)).isCloseTo(expected, within(1e-12));
            assertThat(WarpingErrorBeside.REFERENCE.of(reference)).isZero();
        }
    }

    @Test
    void anErrorThatMovesWithThePictureIsNoFlicker() {
        try (var scope = new TensorScope()) {
            Tensor reference = pair(Waves.of(HEIGHT, WIDTH, 0, 0), Waves.of(HEIGHT, WIDTH, 4, 0));
            Tensor darker = reference.sub(new Scalar(20 / 127.5));
            assertThat(new Flicker().of(moving(darker, 4), moving(reference, 4)))
                    .isLessThan(1e-15);
        }
    }

    @Test
    void blurIsRewardedByTheWarpingErrorAndNotByFlicker() { // detail that does not move as the flow says, as leaves
        // in wind
        try (var scope = new TensorScope()) {
            Tensor leaves = new NoiseSource(1).normal(NoiseStream.STEP, 0, 0, 3, HEIGHT, 2L * WIDTH);
            Tensor reference = pair(leaves.narrow(3, 0, WIDTH), leaves.narrow(3, WIDTH, WIDTH))
                    .mul(new Scalar(0.3));
            Tensor blurred = torch.avg_pool2d(
                    reference, new long[] {5, 5}, new long[] {1, 1}, new long[] {2, 2}, false, true, null);
            FramePair truth = moving(reference, 0);
            double own = WarpingErrorBeside.REFERENCE.of(truth);
            assertThat(new WarpingError().of(truth, truth)).isEqualTo(own);
            assertThat(new WarpingError().of(moving(blurred, 0), truth)).isLessThan(own / 10); // mean of 25: 1/25
            assertThat(WarpingErrorBeside.BLURRED.of(truth)).isLessThan(own / 10); // sum of squared weights: 1/28
            assertThat(new Flicker().of(truth, truth)).isZero();
            assertThat(new Flicker().of(moving(blurred, 0), truth)).isGreaterThan(own / 2);
        }
    }

    @Test
    void theFlowErrorIsHowFarTheFlowsLeadApart() {
        try (var scope = new TensorScope()) {
            Tensor frames = pair(Waves.of(HEIGHT, WIDTH, 0, 0), Waves.of(HEIGHT, WIDTH, 4, 0));
            FramePair restored = FramePair.of(frames, new SteadyFlow(1, -1));
            FramePair reference = FramePair.of(frames, new SteadyFlow(4, 3));
            assertThat(new FlowError().of(restored, reference)).isCloseTo(5, within(1e-6)); // 3, 4, 5
            assertThat(new FlowError().of(reference, reference)).isZero();
        }
    }

    @Test
    void everyMeasureHasANameOfItsOwnAndRefusesFramesOfTwoSizes() {
        try (var scope = new TensorScope()) {
            FramePair small = moving(torch.zeros(2, 3, 4, 4), 0);
            FramePair wider = moving(torch.zeros(2, 3, 4, 5), 0);
            for (PairMetric metric : MetricRegistry.pairs()) {
                assertThat(metric.of(small, small)).isZero();
                assertThatThrownBy(() -> metric.of(small, wider))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("[2, 3, 4, 5]");
            }
            for (OwnMetric metric : MetricRegistry.own()) {
                assertThat(metric.of(small)).isZero();
            }
            for (BesideMetric metric : MetricRegistry.beside()) {
                double still = metric instanceof Visible ? 1 : 0; // all of it is seen
                assertThat(metric.of(small)).isEqualTo(still);
            }
        }
        List<Measure> all = new ArrayList<>(MetricRegistry.frames());
        all.addAll(MetricRegistry.pairs());
        all.addAll(MetricRegistry.own());
        all.addAll(MetricRegistry.beside());
        assertThat(all).extracting(Measure::name).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(Measure::convention)
                .allSatisfy(line -> assertThat(line).isNotBlank());
    }

    private static FramePair moving(Tensor frames, double right) {
        return FramePair.of(frames, new SteadyFlow(right, 0));
    }

    private interface Field {
        double at(int x, int y);
    }

    private static Tensor flow(Field right, Field down) {
        float[] values = new float[2 * HEIGHT * WIDTH];
        for (int p = 0; p < HEIGHT * WIDTH; p++) {
            values[p] = (float) right.at(p % WIDTH, p / WIDTH);
            values[p + HEIGHT * WIDTH] = (float) down.at(p % WIDTH, p / WIDTH);
        }
        return Tensors.of(values, 1, 2, HEIGHT, WIDTH);
    }

    static Tensor pair(Tensor earlier, Tensor later) {
        return torch.cat(new TensorVector(earlier, later), 0);
    }
}
