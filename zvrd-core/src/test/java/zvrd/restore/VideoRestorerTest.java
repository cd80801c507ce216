package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Identity;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;

@ExtendWith(LeakGuard.class)
class VideoRestorerTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 17;

    @TempDir
    Path folder;

    private Path clip;
    private Path model;

    @BeforeEach
    void makeClipAndNetwork() throws IOException {
        model = TinyPrior.write(folder.resolve("tiny.safetensors"), TinyPrior.OPTIONS);
        clip = Files.createDirectory(folder.resolve("in"));
        for (int n = 0; n < 3; n++) {
            Stripes.write(clip.resolve("%03d.png".formatted(n)), WIDTH, HEIGHT, n);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hqs", "ddnm", "diffpir"})
    void superResolutionKeepsWhatWasMeasuredAndTheSizeItPromised(String backbone) throws Exception {
        Path out = folder.resolve("out.mkv");
        RestoreSummary summary = VideoRestorer.run(
                request(out, new AverageDownsample(2), Task.SUPER_RESOLUTION, backbone, 2, 0), StepListener.none());
        assertThat(summary.frames()).isEqualTo(3);
        assertThat(summary.tiles()).isEqualTo(4); // 42×34 in tiles of 32
        if (!backbone.equals("diffpir")) { // whose data step trusts a measurement to 1/1000 only, as published
            assertThat(summary.consistency()).isLessThan(0.01); // float32 rounding of a projection, in 8-bit levels
        }
        List<Frame> frames = read(out);
        assertThat(frames).hasSize(3);
        assertThat(frames).allSatisfy(frame -> {
            assertThat(frame.width()).isEqualTo(2 * WIDTH);
            assertThat(frame.height()).isEqualTo(2 * HEIGHT);
        });
    }

    @Test
    void aSlantedMotionIsMendedInsideAMarginThatIsCutOff() throws Exception {
        Path out = folder.resolve("out.mkv");
        DegradationOperator blur = Blur.of(BlurKernel.motion(7, 45)); // margins of 7 pixels: 35×31 in tiles of 32
        RestoreSummary summary = VideoRestorer.run(request(out, blur, Task.DEBLUR, "hqs", 2, 0), StepListener.none());
        assertThat(summary.tiles()).isEqualTo(2);
        assertThat(read(out)).hasSize(3).allSatisfy(frame -> {
            assertThat(frame.width()).isEqualTo(WIDTH);
            assertThat(frame.height()).isEqualTo(HEIGHT);
        });
    }

    @Test
    void threadsDoNotChangeAByte() throws Exception {
        Path one = folder.resolve("one.mkv");
        Path three = folder.resolve("three.mkv");
        for (int again = 0; again < 2; again++) {
            Files.deleteIfExists(one);
            Files.deleteIfExists(three);
            VideoRestorer.run(
                    request(one, new AverageDownsample(4), Task.SUPER_RESOLUTION, "ddnm", 1, 0), StepListener.none());
            VideoRestorer.run(
                    request(three, new AverageDownsample(4), Task.SUPER_RESOLUTION, "ddnm", 3, 0), StepListener.none());
            assertThat(Files.mismatch(one, three)).isEqualTo(-1);
        }
    }

    @Test
    void listenersHearEveryStepAndFrame() throws Exception {
        var heard = new ArrayList<String>();
        StepListener listener = new StepListener() {
            @Override
            public void planned(long frames, int steps, int tiles) {
                heard.add("planned " + frames + " " + steps + " " + tiles);
            }

            @Override
            public void stepped(int first, int frames, int step) {
                heard.add("step");
            }

            @Override
            public void written(int frame) {
                heard.add("written " + frame);
            }
        };
        VideoRestorer.run(request(folder.resolve("out"), new Identity(), Task.DENOISE, "ddnm", 2, 25), listener);
        assertThat(heard.get(0)).isEqualTo("planned 3 4 1");
        assertThat(heard.stream().filter("step"::equals)).hasSize(3 * 4);
        assertThat(heard.stream().filter(line -> line.startsWith("written")))
                .containsExactly("written 0", "written 1", "written 2");
    }

    @Test
    void anInterruptionLeavesNothingBehindButItsWork() throws Exception {
        Path out = folder.resolve("out.mkv");
        StepListener interrupting = new StepListener() {
            private final Thread caller = Thread.currentThread();

            @Override
            public void planned(long frames, int steps, int tiles) {}

            @Override
            public void stepped(int first, int frames, int step) {
                caller.interrupt();
            }

            @Override
            public void written(int frame) {}
        };
        assertThatThrownBy(() -> VideoRestorer.run(
                        request(out, new AverageDownsample(2), Task.SUPER_RESOLUTION, "ddnm", 1, 0), interrupting))
                .isInstanceOf(InterruptedException.class);
        Thread.interrupted();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("in", "tiny.safetensors", "out.mkv.zvrd-work");
        }
    }

    @Test
    void refusesANetworkThatWantsAClass() {
        TinyPrior.write(model, TinyPrior.OPTIONS.replace("{", "{\"class_cond\": true, "));
        assertThatThrownBy(() -> VideoRestorer.run(
                        request(folder.resolve("o.mkv"), new Identity(), Task.DENOISE, "hqs", 1, 9),
                        StepListener.none()))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.MODEL))
                .hasMessageContaining("class label");
    }

    private RestoreRequest request(
            Path out, DegradationOperator operator, Task task, String backbone, int threads, double sigma) {
        return new RestoreRequest(
                clip,
                ReadOptions.ALL,
                out,
                WriteOptions.DEFAULT,
                OperatorPlan.fixed(operator),
                OptionalDouble.of(sigma),
                new RestoreRequest.PriorChoice(
                        model.toString(),
                        new BackboneSettings(backbone, Preset.DRAFT, task, 4, null, null),
                        7,
                        Precision.FLOAT32),
                RestoreRequest.Temporal.NONE,
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), WindowPlan.USUAL, true),
                new RestoreRequest.Resources(threads, 0, ComputeDevice.cpu()));
    }

    private static List<Frame> read(Path file) {
        var frames = new ArrayList<Frame>();
        try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
