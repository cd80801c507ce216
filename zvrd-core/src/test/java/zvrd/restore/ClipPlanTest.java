package zvrd.restore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Move;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.Rational;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.motion.FlowChoice;
import zvrd.temporal.TemporalSettings;
import zvrd.temporal.TemporalWish;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;

@ExtendWith(LeakGuard.class)
class ClipPlanTest {
    private static final int SIDE = 40;
    private static final ComputeDevice CARD = new ComputeDevice(ComputeDevice.Kind.CUDA, 0);

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void makeNetwork() throws IOException {
        model = TinyPrior.write(folder.resolve("tiny.safetensors"), TinyPrior.OPTIONS);
    }

    @Test
    void movesBackUpAreStepsAndNoEvaluationsAndSoIsWhatIsStoppedBefore() {
        try (Prior prior = prior()) {
            var wish = BackboneSettings.of("repaint", Preset.BALANCED, Task.INPAINT);
            var hole = new Inpainting(Mask.box(8, 8, 8, 8, SIDE, SIDE));
            ClipPlan plan = ClipPlan.of(
                    request(wish, OperatorPlan.fixed(hole), TemporalWish.NONE, ComputeDevice.cpu(), 0), prior, frame());
            long up = plan.backbone().moves().stream()
                    .filter(move -> !move.denoise())
                    .count();
            assertThat(up).isPositive();
            assertThat(plan.steps()).isEqualTo(plan.backbone().moves().size());
            assertThat(plan.evaluations()).isEqualTo(plan.steps() - (int) up);
            Move middle = plan.backbone().moves().get(plan.steps() / 2);
            var early = new TemporalSettings(null, null, null, middle.t());
            assertThat(with(plan, early, false).evaluations()).isBetween(1, plan.evaluations() - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"INPAINT, 0.005", "DEBLUR, 0.005", "SUPER_RESOLUTION, 0.015", "COLORIZE, 0.015"})
    void framesThatAreNearlyRightByThemselvesArePulledTogetherLess(Task task, double scale) {
        try (Prior prior = prior()) {
            DegradationOperator operator = switch (task) {
                case INPAINT -> new Inpainting(Mask.box(8, 8, 8, 8, SIDE, SIDE));
                case DEBLUR -> Blur.of(BlurKernel.gaussian(1));
                case COLORIZE -> Grayscale.LUMA;
                default -> new AverageDownsample(2);
            };
            var wish = BackboneSettings.of("hqs", Preset.BALANCED, task);
            ClipPlan plan = ClipPlan.of(
                    request(wish, OperatorPlan.fixed(operator), TemporalWish.ALL, ComputeDevice.cpu(), 0),
                    prior,
                    frame());
            assertThat(requireNonNull(plan.temporal().guidance()).scale()).isEqualTo(scale);
        }
    }

    @Test
    void skipsOfACardStayOnItHoweverLittleMemoryThereIs() {
        try (Prior prior = prior()) {
            long least = most(prior) - 1;
            assertThat(ClipPlan.of(coupled("hqs", ComputeDevice.cpu(), least), prior, frame())
                            .load()
                            .spill())
                    .isTrue();
            assertThat(ClipPlan.of(coupled("hqs", CARD, least), prior, frame())
                            .load()
                            .spill())
                    .isFalse();
        }
    }

    @Test
    void whatFailsHalfWayLeavesNothingOpen() throws IOException {
        try (Prior prior = prior()) {
            RestoreRequest request = coupled("dps", ComputeDevice.cpu(), 0);
            ClipPlan plan = with(ClipPlan.of(request, prior, frame()), TemporalSettings.NONE, true);
            assertThatThrownBy(() -> WindowFactory.of(
                            request, plan, prior, folder.resolve("out"))) // the folder is not there: no skips in it
                    .isInstanceOfSatisfying(
                            UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.RESOURCES));
            Files.createDirectory(folder.resolve("out"));
            Files.delete(model); // which is read once more for the gradient
            assertThatThrownBy(() -> WindowFactory.of(request, plan, prior, folder.resolve("out")))
                    .isInstanceOf(UserError.class);
            try (Stream<Path> left = Files.list(folder.resolve("out"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private long most(Prior prior) {
        return ClipPlan.of(coupled("hqs", ComputeDevice.cpu(), 0), prior, frame())
                .load()
                .memory();
    }

    private static ClipPlan with(ClipPlan plan, TemporalSettings temporal, boolean spill) {
        return new ClipPlan(
                plan.backbone(),
                temporal,
                plan.windows(),
                plan.tiles(),
                plan.noise(),
                plan.width(),
                plan.height(),
                new Load(
                        plan.load().lanes(),
                        spill,
                        plan.load().memory(),
                        plan.load().skips()),
                plan.carried());
    }

    private Prior prior() {
        return Prior.load(model.toString(), Precision.FLOAT32);
    }

    private RestoreRequest coupled(String backbone, ComputeDevice device, long memory) {
        var wish = new BackboneSettings(backbone, Preset.DRAFT, Task.SUPER_RESOLUTION, 4, null, null);
        return request(wish, OperatorPlan.fixed(new AverageDownsample(2)), TemporalWish.ALL, device, memory);
    }

    private RestoreRequest request(
            BackboneSettings wish, OperatorPlan operators, TemporalWish temporal, ComputeDevice device, long memory) {
        return new RestoreRequest(
                folder,
                ReadOptions.ALL,
                folder.resolve("out").resolve("clip.mkv"),
                WriteOptions.DEFAULT,
                operators,
                OptionalDouble.of(0),
                new RestoreRequest.PriorChoice(model.toString(), wish, 7, Precision.FLOAT32),
                new RestoreRequest.Temporal(temporal, FlowChoice.DIS),
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), new WindowPlan(5, 1), true),
                new RestoreRequest.Resources(1, memory, device));
    }

    private static Frame frame() {
        return new Frame(0, 0, new Rational(1, 25), SIDE, SIDE, new short[3 * SIDE * SIDE]);
    }
}
