package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.motion.FlowChoice;
import zvrd.temporal.TemporalWish;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;

/** Clips seen through an unknown lens, with all that makes frames agree: what is learned is learned for a window. */
@ExtendWith(LeakGuard.class)
class BlindClipTest {
    private static final int WIDTH = 21; // more than one tile of 32 when enlarged twice
    private static final int HEIGHT = 17;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void makeNetwork() throws IOException {
        model = TinyPrior.write(folder.resolve("tiny.safetensors"), TinyPrior.OPTIONS);
    }

    @ParameterizedTest
    @EnumSource
    void everyPresetRestoresEveryFrame(Preset preset) throws Exception {
        Path clip = SmallClip.write(folder, WIDTH, HEIGHT, 3, 1);
        assertThat(restored(clip, preset, new WindowPlan(2, 1), 2)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void threadsDoNotChangeAByte(Preset preset) throws Exception {
        Path clip = SmallClip.write(folder, WIDTH, HEIGHT, 2, 1);
        List<Frame> one = restored(clip, preset, WindowPlan.USUAL, 1);
        SmallClip.assertSame(restored(clip, preset, WindowPlan.USUAL, 3), one);
    }

    @Test
    void aStillClipStaysStill() throws Exception {
        Path clip = SmallClip.write(folder, WIDTH, HEIGHT, 4, 0);
        List<Frame> frames = restored(clip, Preset.BALANCED, WindowPlan.USUAL, 2);
        for (Frame frame : frames) {
            SmallClip.assertClose(frame.rgb(), frames.get(0).rgb(), SmallClip.LEVEL);
        }
    }

    private List<Frame> restored(Path clip, Preset preset, WindowPlan windows, int threads) throws Exception {
        Path out = Files.createTempDirectory(folder, "out").resolve("frames");
        var wish = new BackboneSettings("gdp", preset, Task.BLIND_SUPER_RESOLUTION, 4, null, null);
        var request = new RestoreRequest(
                clip,
                ReadOptions.ALL,
                out,
                WriteOptions.DEFAULT,
                OperatorPlan.fixed(new AverageDownsample(2)),
                OptionalDouble.of(0),
                new RestoreRequest.PriorChoice(model.toString(), wish, 7, Precision.FLOAT32),
                new RestoreRequest.Temporal(TemporalWish.ALL, FlowChoice.DIS),
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), windows, true),
                new RestoreRequest.Resources(threads, 0, ComputeDevice.cpu()));
        return SmallClip.restored(request);
    }
}
