package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorstMomentTest {
    @Test
    void aBadPlaceIsToldOnceAndFramesWithoutAValueNever() {
        double[] values = {Double.NaN, 1, 9, 8, 2, 2, 3, 1, 1, 4, 2, 2, 2, 2, 3, 2, 2};
        var curve = new Curve("flicker", "flicker", List.of(new Curve.Line(2, values)));
        assertThat(WorstMoment.of(curve, true))
                .containsExactly(
                        new WorstMoment(2, 2, "flicker", 9),
                        new WorstMoment(2, 9, "flicker", 4),
                        new WorstMoment(2, 6, "flicker", 3));
        assertThat(WorstMoment.of(curve, false)).extracting(WorstMoment::frame).containsExactly(1, 7, 4);
    }

    @Test
    void whatIsNotAmongTheWorstQuarterIsNoWorstMomentHoweverFewThereAre() {
        double[] values = {Double.NaN, 1, 9, 8, 1, 1, 2, 1};
        var curve = new Curve("flicker", "flicker", List.of(new Curve.Line(2, values)));
        assertThat(WorstMoment.of(curve, true)).extracting(WorstMoment::frame).containsExactly(2);
    }
}
