package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void warpingErrorsAreDrawnTimesAHundredBesideThoseOfTheOtherClips() {
        Map<String, double[]> clip = Map.of(
                "psnr", new double[] {30, 31},
                "we", new double[] {Double.NaN, 0.002},
                "we_reference", new double[] {Double.NaN, 0.003},
                "we_degraded", new double[] {Double.NaN, 0.001},
                "flicker", new double[] {Double.NaN, Double.NaN});
        List<Curve> curves = Curves.measured(List.of(clip, clip), new Curves.Places(0, 1, 2));
        assertThat(curves).extracting(Curve::measure).containsExactly("psnr", "we");
        assertThat(curves.get(1).lines()).extracting(Curve.Line::clip).containsExactly(0, 1, 2, 3);
        assertThat(curves.get(1).lines()).extracting(line -> line.values()[1]).containsExactly(0.3, 0.1, 0.2, 0.2);
        assertThat(Curves.measured(List.of(clip), new Curves.Places(0, -1, 1))
                        .get(1)
                        .lines())
                .extracting(Curve.Line::clip)
                .containsExactly(0, 1);
    }

    @Test
    void worstMomentsAreThoseOfRestoredClips() {
        Map<String, double[]> clip =
                Map.of("psnr", new double[] {30, 20, 30, 30}, "psnr_degraded", new double[] {9, 30, 30, 30});
        List<Curve> curves = Curves.measured(List.of(clip), new Curves.Places(0, 1, 2));
        assertThat(curves.get(0).lines()).extracting(Curve.Line::clip).containsExactly(1, 2);
        assertThat(Curves.worst(Curves.from(2, curves)))
                .extracting(WorstMoment::clip, WorstMoment::frame)
                .containsExactly(tuple(2, 1));
    }
}
