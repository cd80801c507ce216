package zvrd.temporal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.backbone.Backbone;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Backbones;
import zvrd.backbone.Preset;
import zvrd.degradation.Identity;
import zvrd.degradation.Task;
import zvrd.diffusion.NoiseSchedule;

class TemporalTableTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);
    private static final double SIGMA = 50 / 255.0; // 25 levels on [-1, 1]

    @ParameterizedTest
    @ValueSource(strings = {"ddnm", "diffpir"})
    void aWalkIsStoppedAtTheNoiseOfTheMeasurementOnlyIfItBeginsAbove(String name) {
        assertThat(settings(name, Preset.BALANCED, Task.DENOISE).stopAt()).isEqualTo(-1);
        assertThat(settings(name, Preset.PAPER, Task.DENOISE).stopAt()).isEqualTo(SCHEDULE.indexOfSigma(SIGMA));
    }

    @Test
    void longWalksAndThoseWithinTheNoiseArePulledLessInEachStep() {
        assertThat(scale("ddnm", Preset.BALANCED, Task.INPAINT)).isEqualTo(0.015);
        assertThat(scale("diffpir", Preset.BALANCED, Task.INPAINT)).isEqualTo(0.010);
        assertThat(scale("hqs", Preset.BALANCED, Task.INPAINT)).isEqualTo(0.005);
        assertThat(scale("hqs", Preset.BALANCED, Task.SUPER_RESOLUTION)).isEqualTo(0.015);
        assertThat(scale("ddnm", Preset.PAPER, Task.INPAINT)).isEqualTo(0.010);
        assertThat(scale("gdp", Preset.PAPER, Task.INPAINT)).isEqualTo(0.003);
        assertThat(scale("hqs", Preset.BALANCED, Task.DENOISE)).isEqualTo(0.015); // in its only step
        assertThat(scale("ddnm", Preset.BALANCED, Task.DENOISE)).isEqualTo(0.1 / 25);
    }

    private static double scale(String name, Preset preset, Task task) {
        return requireNonNull(settings(name, preset, task).guidance()).scale();
    }

    private static TemporalSettings settings(String name, Preset preset, Task task) {
        Backbone backbone = Backbones.create(BackboneSettings.of(name, preset, task), SCHEDULE, new Identity(), SIGMA);
        return TemporalTable.settings(TemporalWish.ALL, backbone, task == Task.INPAINT, SCHEDULE, SIGMA);
    }
}
