package zvrd.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.degradation.AverageDownsample;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class ClipComparisonTest {
    private static final int HEIGHT = 16;
    private static final int WIDTH = 20;

    @Test
    void ofTheReferenceItselfNothingIsWrong() {
        Map<String, Double> means = means(1, 4, 0).get(0);
        assertThat(means).containsEntry("psnr", 100.0).containsEntry("psnr_y", 100.0);
        assertThat(means.get("ssim")).isCloseTo(1, within(1e-12));
        assertThat(means).containsEntry("detail", 1.0).containsEntry("flicker", 0.0);
        assertThat(means.get("we")).isEqualTo(means.get("we_reference")).isPositive();
    }

    @Test
    void aMeanIsThatOfTheFramesAndOfThePairsOneByOne() { // seven moments, of which some wait for others
        Map<String, Double> means = means(1, 7, 20).get(0);
        double psnr = 0;
        double flicker = 0;
        try (var scope = new TensorScope()) {
            for (int t = 0; t < 7; t++) {
                psnr += Psnr.RGB.of(restored(t, 20), reference(t)) / 7;
                if (t > 0) {
                    flicker += flicker(t) / 6;
                }
            }
        }
        assertThat(means.get("psnr")).isCloseTo(psnr, within(1e-12));
        assertThat(means.get("flicker")).isCloseTo(flicker, within(1e-15));
    }

    private static double flicker(int t) {
        Tensor reference = PairMetricsTest.pair(reference(t - 1), reference(t));
        Tensor restored = PairMetricsTest.pair(restored(t - 1, 20), restored(t, 20));
        var flow = new SteadyFlow(1, 0);
        return new Flicker().of(FramePair.of(restored, flow), FramePair.of(reference, flow));
    }

    @Test
    void theNumbersDoNotDependOnTheThreadsOrOnTheOtherClips() {
        List<Map<String, Double>> alone = means(1, 9, 20);
        List<Map<String, Double>> beside = means(3, 9, 5, 20);
        assertThat(beside.get(1)).isEqualTo(alone.get(0));
        assertThat(beside.get(0).get("psnr")).isGreaterThan(alone.get(0).get("psnr"));
    }

    @Test
    void aSingleFrameHasNoMotionAndAFlatOneNoDetail() {
        assertThat(means(2, 1, 20).get(0).get("we")).isNaN();
        try (var comparison = new ClipComparison(new SteadyFlow(0, 0), 1, 1)) {
            short[] grey = new short[3 * 8 * 8];
            comparison.add(new Moment(8, 8, grey, List.of(grey)));
            Map<String, Double> means = comparison.means().get(0);
            assertThat(means.get("detail")).isNaN();
            assertThat(means.get("ssim_y")).isNaN(); // smaller than its window
            assertThat(means).containsEntry("ssim", 1.0);
        }
    }

    @Test
    void everyMomentKeepsItsValuesAndPairsHaveNoneAtTheFirst() {
        try (var comparison = new ClipComparison(new SteadyFlow(1, 0), 2, 1)) {
            add(comparison, 7, 0, 20);
            Map<String, double[]> series = comparison.series().get(1);
            assertThat(comparison.means().get(1).keySet()).containsAll(series.keySet());
            assertThat(series.values()).allSatisfy(values -> assertThat(values).hasSize(7));
            double[] flicker = requireNonNull(series.get("flicker"));
            double[] psnr = requireNonNull(series.get("psnr"));
            assertThat(flicker[0]).isNaN();
            try (var scope = new TensorScope()) {
                assertThat(flicker[5]).isCloseTo(flicker(5), within(1e-15));
                assertThat(psnr[4]).isCloseTo(Psnr.RGB.of(restored(4, 20), reference(4)), within(1e-12));
            }
            assertThat(comparison.series().get(0).get("psnr")).containsOnly(100.0); // infinite, as it counts
        }
    }

    @Test
    void noPairIsMeasuredAcrossACutOfTheReference() {
        try (var comparison = new ClipComparison(new SteadyFlow(0, 0), 1, 2)) {
            for (int t = 0; t < 6; t++) {
                short[] frame = new short[3 * WIDTH * HEIGHT];
                Arrays.fill(frame, (short) (t < 3 ? 5000 : 50000));
                short[] restored = frame.clone();
                Arrays.fill(restored, 0, 300, (short) (1000 * t));
                comparison.add(new Moment(WIDTH, HEIGHT, frame, List.of(restored)));
            }
            Map<String, double[]> series = comparison.series().get(0);
            assertThat(comparison.cuts()).containsExactly(3);
            for (String ofPairs : List.of("we", "flicker", "we_own", "we_reference", "ofme")) {
                double[] values = requireNonNull(series.get(ofPairs));
                assertThat(values[3]).as(ofPairs).isNaN();
                assertThat(values[4]).as(ofPairs).isNotNaN();
            }
            assertThat(requireNonNull(series.get("psnr"))[3]).isNotNaN();
            assertThat(comparison.means().get(0).get("we_reference")).isZero();
        }
    }

    @Test
    void aBrokenFrameOfOneClipIsNoCutBesideAnotherOrItsInput() {
        short[] dark = new short[3 * WIDTH * HEIGHT];
        short[] bright = dark.clone();
        Arrays.fill(bright, (short) 60000);
        try (var alone = new ClipComparison(new SteadyFlow(0, 0), 1, 1);
                var both = new ClipComparison(new SteadyFlow(0, 0), 2, 1);
                var beside = new ClipComparison(new SteadyFlow(0, 0), 1, 1)) {
            for (int t = 0; t < 4; t++) {
                short[] broken = t == 2 ? bright : dark;
                var input = new DegradedFrame(WIDTH, HEIGHT, dark, List.of(Optional.empty()));
                alone.add(Moment.alone(WIDTH, HEIGHT, List.of(broken), null));
                both.add(Moment.alone(WIDTH, HEIGHT, List.of(broken, dark), null));
                beside.add(Moment.alone(WIDTH, HEIGHT, List.of(broken), input));
            }
            assertThat(alone.cuts()).containsExactly(2, 3);
            assertThat(both.cuts()).isEmpty();
            assertThat(both.means().get(0).get("we_own")).isPositive();
            assertThat(beside.cuts()).isEmpty();
            assertThat(beside.means().get(0).get("we_own")).isPositive();
        }
    }

    @Test
    void withoutAReferenceWhatAClipTellsByItselfIsLeft() {
        try (var comparison = new ClipComparison(new SteadyFlow(1, 0), 1, 2)) {
            for (int t = 0; t < 5; t++) {
                try (var scope = new TensorScope()) {
                    short[] frame = Images.toRgb16(restored(t, 20), 8);
                    comparison.add(Moment.alone(WIDTH, HEIGHT, List.of(frame), null));
                }
            }
            Map<String, Double> means = comparison.means().get(0);
            assertThat(means.get("we_own")).isPositive();
            assertThat(means.get("luma_flicker_share")).isBetween(0.0, 1.0);
            assertThat(means.get("psnr")).isNaN();
            assertThat(means.get("we_reference")).isNaN();
            assertThat(means.get("we_degraded")).isNaN();
            assertThat(comparison.shifts()).containsExactly(new Shift(0, 0));
            assertThat(means.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            comparison.measures().stream().map(Measure::name).toList());
        }
    }

    @Test
    void whatTheClipWasMadeFromStandsBesideItAndIsExplained() {
        var operator = new AverageDownsample(4);
        try (var comparison = new ClipComparison(new SteadyFlow(1, 0), 2, 1)) {
            for (int t = 0; t < 3; t++) {
                try (var scope = new TensorScope()) {
                    Tensor x = reference(t);
                    short[] frame = Images.toRgb16(x, 16);
                    short[] small = Images.toRgb16(operator.forward(x), 16);
                    Tensor back = Images.fromRgb16(small, WIDTH / 4, HEIGHT / 4);
                    short[] enlarged = Images.toRgb16(Resampler.LANCZOS.resize(back, HEIGHT, WIDTH), 16);
                    var degraded = new DegradedFrame(
                            WIDTH / 4, HEIGHT / 4, small, List.of(Optional.of(operator), Optional.empty()));
                    comparison.add(new Moment(WIDTH, HEIGHT, frame, List.of(frame, enlarged), degraded));
                }
            }
            Map<String, Double> means = comparison.means().get(0);
            assertThat(means.get("consistency")).isLessThan(0.01); // 16-bit rounding
            assertThat(means.get("we_degraded")).isPositive();
            Map<String, Double> enlarged = comparison.means().get(1);
            assertThat(enlarged.get("consistency")).isNaN();
            for (String measure : List.of("psnr", "ssim_y", "detail", "we", "flicker", "ofme")) {
                double same = requireNonNull(enlarged.get(measure));
                assertThat(means.get(measure + "_degraded")).as(measure).isCloseTo(same, within(2e-3 * Math.abs(same)));
            }
        }
    }

    @Test
    void momentsOfAnotherSizeOrNumberOfClipsAreRefused() {
        try (var comparison = new ClipComparison(new SteadyFlow(0, 0), 1, 1)) {
            comparison.add(new Moment(2, 2, new short[12], List.of(new short[12])));
            assertThatThrownBy(() -> comparison.add(new Moment(2, 2, new short[12], List.of())))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> comparison.add(new Moment(1, 4, new short[12], List.of(new short[12]))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Moment(2, 3, new short[12], List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("18 samples");
        }
    }

    /** The means of clips with {@code noises} of so many levels in each. */
    private static List<Map<String, Double>> means(int threads, int frames, int... noises) {
        try (var comparison = new ClipComparison(new SteadyFlow(1, 0), noises.length, threads)) {
            add(comparison, frames, noises);
            return comparison.means();
        }
    }

    private static void add(ClipComparison comparison, int frames, int... noises) {
        for (int t = 0; t < frames; t++) {
            int now = t;
            try (var scope = new TensorScope()) {
                comparison.add(new Moment(
                        WIDTH,
                        HEIGHT,
                        Images.toRgb16(reference(now), 8),
                        Arrays.stream(noises)
                                .mapToObj(noise -> Images.toRgb16(restored(now, noise), 8))
                                .toList()));
            }
        }
    }

    private static Tensor reference(int t) {
        return Waves.of(HEIGHT, WIDTH, 1.1 * t, 0);
    }

    private static Tensor restored(int t, int noise) {
        Tensor z = new NoiseSource(1).normal(NoiseStream.STEP, 0, t, 3, HEIGHT, WIDTH);
        return reference(t).add(z, new Scalar(noise / 127.5));
    }
}
