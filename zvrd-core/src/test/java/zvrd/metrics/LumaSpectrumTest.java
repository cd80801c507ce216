package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LumaSpectrumTest {
    @Test
    void whatGoesUpAndDownEveryFrameIsFast() {
        LumaSpectrum spectrum = LumaSpectrum.of(luma(16, t -> 100 + 3 * (t % 2 == 0 ? 1 : -1)));
        assertThat(spectrum.levels()).isCloseTo(3, within(0.05)); // the line takes a little of it
        assertThat(spectrum.share()).isGreaterThan(0.98);
    }

    @Test
    void aFadeAndWhatComesAndGoesInAQuarterOfTheFramesOrSlowerIsNot() {
        LumaSpectrum fade = LumaSpectrum.of(luma(17, t -> 30 + 5.5 * t));
        assertThat(fade.levels()).isCloseTo(0, within(1e-9));
        assertThat(fade.share()).isZero();
        LumaSpectrum slow = LumaSpectrum.of(luma(32, t -> 100 + 10 * Math.cos(2 * Math.PI * t / 8)));
        assertThat(slow.share()).isLessThan(0.01);
        LumaSpectrum still = LumaSpectrum.of(luma(4, t -> 100));
        assertThat(still).isEqualTo(new LumaSpectrum(0, 0));
    }

    @Test
    void amplitudesOfBothPartsGiveTheShare() {
        LumaSpectrum both =
                LumaSpectrum.of(luma(64, t -> 2 * Math.cos(2 * Math.PI * t / 16) + Math.cos(2 * Math.PI * t * 3 / 8)));
        assertThat(both.levels()).isCloseTo(Math.sqrt(0.5), within(0.01));
        assertThat(both.share()).isCloseTo(0.2, within(0.01)); // 1 of 4 + 1
    }

    @Test
    void threeFramesTellNothing() {
        assertThat(LumaSpectrum.of(luma(3, t -> t * t)).share()).isNaN();
    }

    @Test
    void aCutIsNoFlickerAndShotsCountByTheirFrames() {
        double[] steady = luma(8, t -> 40);
        double[] fast = luma(24, t -> 200 + 3 * (t % 2 == 0 ? 1 : -1));
        assertThat(LumaSpectrum.of(steady, luma(8, t -> 200))).isEqualTo(new LumaSpectrum(0, 0));
        LumaSpectrum alone = LumaSpectrum.of(fast);
        LumaSpectrum both = LumaSpectrum.of(steady, fast, luma(3, t -> 90 * t)); // the last tells nothing
        assertThat(both.levels()).isCloseTo(alone.levels() * Math.sqrt(0.75), within(1e-12));
        assertThat(both.share()).isCloseTo(alone.share(), within(1e-12));
    }

    private interface Brightness {
        double at(int t);
    }

    private static double[] luma(int frames, Brightness brightness) {
        return IntStream.range(0, frames).mapToDouble(brightness::at).toArray();
    }
}
