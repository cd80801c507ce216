package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.motion.FlowChoice;
import zvrd.restore.RestoreRequest.Resources;
import zvrd.temporal.TemporalModule;
import zvrd.temporal.TemporalWish;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;

/** What must hold of a clip whose frames know of each other, whatever the network believes. */
@ExtendWith(LeakGuard.class)
class CoupledClipTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 17;
    private static final int STEPS = 4;
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void makeNetwork() throws IOException {
        model = TinyPrior.write(folder.resolve("tiny.safetensors"), TinyPrior.OPTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hqs", "ddnm", "diffpir", "gdp", "dps"})
    void aStillClipStaysStill(String backbone) throws Exception {
        List<Frame> frames = restored(clip(5, 0), backbone, TemporalWish.ALL, new WindowPlan(8, 1), 2);
        assertThat(frames).hasSize(5);
        for (Frame frame : frames) {
            SmallClip.assertClose(frame.rgb(), frames.get(0).rgb(), SmallClip.LEVEL); // one 8-bit level
        }
    }

    @ParameterizedTest
    @EnumSource(TemporalModule.class)
    void everyIdeaWorksAlone(TemporalModule module) throws Exception {
        TemporalWish alone = TemporalWish.of(EnumSet.of(module));
        assertThat(restored(clip(4, 1), "ddnm", alone, WindowPlan.USUAL, 2)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddnm", "dps"})
    void threadsDoNotChangeAByte(String backbone) throws Exception {
        Path clip = clip(4, 1);
        List<Frame> one = restored(clip, backbone, TemporalWish.ALL, new WindowPlan(3, 1), 1);
        List<Frame> three = restored(clip, backbone, TemporalWish.ALL, new WindowPlan(3, 1), 3);
        for (int n = 0; n < one.size(); n++) {
            assertThat(three.get(n).rgb()).isEqualTo(one.get(n).rgb());
        }
    }

    @Test
    void littleMemorySendsSkipsToDiskAndDoesNotChangeAByte() throws Exception {
        Path clip = clip(5, 1);
        var windows = new WindowPlan(5, 1);
        List<Frame> resident = restored(clip, "hqs", TemporalWish.ALL, windows, 2);
        List<Frame> spilled = restored(clip, "hqs", TemporalWish.ALL, windows, new Resources(2, scarce(5), CPU));
        for (int n = 0; n < resident.size(); n++) {
            assertThat(spilled.get(n).rgb()).isEqualTo(resident.get(n).rgb());
        }
    }

    @Test
    void memoryThatHoldsNotEvenOneEvaluationIsRefusedBeforeAnyWork() throws IOException {
        Path clip = clip(2, 1);
        assertThatThrownBy(() ->
                        restored(clip, "hqs", TemporalWish.ALL, new WindowPlan(2, 1), new Resources(1, 1 << 20, CPU)))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.RESOURCES))
                .hasMessageContaining("--max-memory expects at least");
    }

    /** Bytes for a window of {@code frames} on two threads, if the skips of evaluations that wait are elsewhere. */
    private long scarce(int frames) {
        try (Prior prior = Prior.load(model.toString(), Precision.FLOAT32, CPU)) {
            int side = prior.imageSize();
            var plan = new TilePlan(2 * HEIGHT, 2 * WIDTH, side, side / 4, prior.stride());
            MemoryNeed need = MemoryNeed.of(prior, plan.height(), plan.width(), side)
                    .carrying(MemoryNeed.carried(STEPS + 1, 1, plan));
            int tiles = plan.count();
            int alive = Math.min(frames * tiles, frames + 2 * WindowFactory.PIECES_PER_THREAD - 1);
            long least = need.spilled(2, alive - 2, frames);
            assertThat(need.mustSpill(2, alive - 2, frames, least)).isTrue();
            return least;
        }
    }

    @Test
    void windowsOfFramesThatKnowNothingOfEachOtherAreFramesByThemselves() throws Exception {
        Path clip = clip(4, 1);
        List<Frame> alone = restored(clip, "ddnm", TemporalWish.NONE, WindowPlan.USUAL, 2);
        TemporalWish idle =
                new TemporalWish(Set.of(TemporalModule.GUIDANCE), 0.0, null, 0.0, null, null, null, null, null, null);
        List<Frame> together = restored(clip, "ddnm", idle, WindowPlan.USUAL, 2); // a pull of length 0
        for (int n = 0; n < alone.size(); n++) {
            assertThat(together.get(n).rgb()).isEqualTo(alone.get(n).rgb());
        }
    }

    @Test
    void aStillClipStaysStillAcrossTheBordersOfItsWindows() throws Exception {
        List<Frame> frames = restored(clip(7, 0), "ddnm", TemporalWish.ALL, new WindowPlan(3, 1), 2);
        assertThat(frames).hasSize(7);
        for (int n = 1; n < 3; n++) { // a later window sees its anchor clean, which changes what attention finds there
            SmallClip.assertClose(frames.get(n).rgb(), frames.get(0).rgb(), SmallClip.LEVEL);
        }
        assertThat(frames.stream().map(Frame::index)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void everyShotIsRestoredAsIfItWereAlone() throws Exception {
        int[] shots = {5, 1, 4}; // longer and shorter than a window
        Path clip = Files.createTempDirectory(folder, "shots");
        var alone = new ArrayList<Frame>();
        int frames = 0;
        for (int shot = 0; shot < shots.length; shot++) {
            Path part = Files.createTempDirectory(folder, "shot");
            for (int n = 0; n < shots[shot]; n++, frames++) {
                Path picture = part.resolve("%03d.png".formatted(n));
                Stripes.write(picture, WIDTH, HEIGHT, n, shot % 2 == 0 ? 0 : 180);
                Files.copy(picture, clip.resolve("%03d.png".formatted(frames)));
            }
            alone.addAll(restored(part, "ddnm", TemporalWish.ALL, new WindowPlan(3, 1), 2));
        }
        List<Frame> together = restored(clip, "ddnm", TemporalWish.ALL, new WindowPlan(3, 1), 2);
        SmallClip.assertSame(together, alone);
    }

    private Path clip(int frames, int step) throws IOException {
        return SmallClip.write(folder, WIDTH, HEIGHT, frames, step);
    }

    private List<Frame> restored(Path clip, String backbone, TemporalWish wish, WindowPlan windows, int threads)
            throws Exception {
        return restored(clip, backbone, wish, windows, new Resources(threads, 0, CPU));
    }

    private List<Frame> restored(Path clip, String backbone, TemporalWish wish, WindowPlan windows, Resources resources)
            throws Exception {
        Path out = Files.createTempDirectory(folder, "out").resolve("frames");
        var request = new RestoreRequest(
                clip,
                ReadOptions.ALL,
                out,
                WriteOptions.DEFAULT,
                OperatorPlan.fixed(new AverageDownsample(2)),
                OptionalDouble.of(0),
                new RestoreRequest.PriorChoice(
                        model.toString(),
                        new BackboneSettings(backbone, Preset.DRAFT, Task.SUPER_RESOLUTION, STEPS, null, null),
                        7,
                        Precision.FLOAT32),
                new RestoreRequest.Temporal(wish, FlowChoice.DIS),
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), windows, true),
                resources);
        return SmallClip.restored(request);
    }
}
