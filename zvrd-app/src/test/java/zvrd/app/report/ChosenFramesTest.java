package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChosenFramesTest {
    private static final Curve PSNR =
            new Curve("psnr", "PSNR", List.of(new Curve.Line(1, new double[] {20, 30, 25, 28, 29})));
    private static final Curve FLICKER =
            new Curve("flicker", "flicker", List.of(new Curve.Line(1, new double[] {Double.NaN, 0.1, 0.9, 0.2, 0.3})));

    @Test
    void aFrameIsAsBadAsItsRanksInAllMeasuresTogether() { // ranks of frames 1 to 4: 0 3 2 1 and 0 3 1 2
        assertThat(ChosenFrames.of(List.of(PSNR, FLICKER), List.of(0, 1, 2, 3, 4), Set.of()))
                .isEqualTo(new ChosenFrames(2, 4, 1));
    }

    @Test
    void onlyShownFramesAreChosenAndOneIsEnough() {
        assertThat(ChosenFrames.of(List.of(PSNR, FLICKER), List.of(0, 3), Set.of()))
                .isEqualTo(new ChosenFrames(3, 3, 3));
        assertThat(ChosenFrames.of(List.of(FLICKER), List.of(0), Set.of())).isEqualTo(new ChosenFrames(0, 0, 0));
        assertThat(new ChosenFrames(3, 3, 3).words(true)).containsExactly(new ChosenFrames.Word("worst", 3));
        assertThat(ChosenFrames.rule(List.of(PSNR, FLICKER))).contains("PSNR and flicker");
    }

    @Test
    void aWorstMomentIsNeitherMedianNorBestAndTheWorstFrameIsOne() {
        assertThat(ChosenFrames.of(List.of(PSNR, FLICKER), List.of(0, 1, 2, 3, 4), Set.of(4, 1)))
                .isEqualTo(new ChosenFrames(4, 2, 3));
    }

    @Test
    void framesOfClipsThatNothingJudgesAreNotCalledWorse() {
        assertThat(new ChosenFrames(2, 4, 1).words(false))
                .extracting(ChosenFrames.Word::label)
                .containsExactly("most change: frame 2", "median change: frame 4", "least change: frame 1");
        assertThat(Curves.judge(List.of(PSNR))).isTrue();
        assertThat(Curves.judge(List.of(new Curve("we_own", "", PSNR.lines())))).isFalse();
    }
}
