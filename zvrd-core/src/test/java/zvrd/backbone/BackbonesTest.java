package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Task;

class BackbonesTest {
    private static final AverageDownsample SR4 = new AverageDownsample(4);

    static Stream<BackboneSettings> everyWish() {
        return Arrays.stream(Task.values())
                .flatMap(task -> Stream.concat(Stream.of("auto"), TaskTable.restorers(task).stream())
                        .flatMap(name ->
                                Arrays.stream(Preset.values()).map(preset -> BackboneSettings.of(name, preset, task))));
    }

    @ParameterizedTest
    @MethodSource("everyWish")
    void movesHangTogetherAndStayWithinThePreset(BackboneSettings wish) {
        for (double sigma : new double[] {0, 50 / 127.5}) {
            Backbone backbone = create(wish, sigma);
            List<Move> moves = backbone.moves();
            assertThat(backbone.evaluations()).isBetween(1, mostEvaluations(backbone.name(), wish.preset()));
            for (int k = 0; k < moves.size(); k++) {
                assertThat(moves.get(k).index()).isEqualTo(k);
                int next = k + 1 < moves.size() ? moves.get(k + 1).t() : -1;
                assertThat(moves.get(k).s()).isEqualTo(next);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ddnm, 100, 990", "diffpir, 100, 999", "hqs, 8, 112"})
    void paperAsksTheNetworkAsOftenAsPublished(String name, int evaluations, int first) {
        Backbone backbone = create(BackboneSettings.of(name, Preset.PAPER, Task.SUPER_RESOLUTION), 0);
        assertThat(backbone.evaluations()).isEqualTo(evaluations);
        assertThat(backbone.moves().get(0).t()).isEqualTo(first); // σ̄_112 is 49 of 255
    }

    @ParameterizedTest
    @CsvSource({"ddnm", "diffpir", "hqs"})
    void stepsAndStartStepOverrideThePreset(String name) {
        var wish = new BackboneSettings(name, Preset.BALANCED, Task.SUPER_RESOLUTION, 7, 300, null);
        Backbone backbone = create(wish, 0);
        assertThat(backbone.evaluations()).isEqualTo(7);
        assertThat(backbone.moves().get(0).t()).isEqualTo(300);
    }

    @Test
    void paperWalksThroughRePaintsLevelsWithItsJumps() {
        Backbone backbone = create(BackboneSettings.of("repaint", Preset.PAPER, Task.INPAINT), 0);
        assertThat(backbone.moves()).hasSize(4570);
        assertThat(backbone.evaluations()).isEqualTo(2410);
    }

    @Test
    void rePaintBeginsWhereItsLevelsHaveRoomAndNotItsSteps() {
        var wish = new BackboneSettings("repaint", Preset.BALANCED, Task.INPAINT, 400, null, null);
        assertThat(create(wish, 0).moves().get(0).t()).isEqualTo(250); // about 130 levels
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30, 100})
    void rePaintWithJumpsAsksNoOftenerThanAllowed(int steps) {
        var wish = new BackboneSettings("repaint", Preset.BALANCED, Task.INPAINT, steps, 300, null);
        Backbone backbone = create(wish, 0);
        assertThat(backbone.evaluations()).isBetween((steps + 2) / 3, steps); // a jump is three levels
        assertThat(backbone.moves().get(0).t()).isEqualTo(300);
    }

    @Test
    void rePaintRefusesWhatIsNoMask() {
        var wish = BackboneSettings.of("repaint", Preset.BALANCED, Task.INPAINT);
        assertThatThrownBy(() -> Backbones.create(wish, Walk.SCHEDULE, SR4, 0))
                .hasMessageContaining("average:4")
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void moreStepsThanThePresetsStartHasRoomForBeginHigher() {
        for (String name : TaskTable.restorers(Task.SUPER_RESOLUTION)) {
            var wish = new BackboneSettings(name, Preset.BALANCED, Task.SUPER_RESOLUTION, 1000, null, null);
            assertThat(create(wish, 0).moves().get(0).t()).isLessThanOrEqualTo(999);
        }
    }

    @Test
    void aNoisyClipIsSeenAsTheNoiseItHas() {
        double sigma = 25 / 127.5;
        Backbone backbone = create(BackboneSettings.of("hqs", Preset.BALANCED, Task.DENOISE), sigma);
        assertThat(backbone.moves()).containsExactly(new Move(0, Walk.SCHEDULE.indexOfSigma(sigma), -1, true));
    }

    @ParameterizedTest
    @CsvSource({"ddnm", "diffpir"})
    void aNoisyClipIsNotMadeNoisierThanItIs(String name) {
        double sigma = 25 / 127.5;
        Backbone backbone = create(BackboneSettings.of(name, Preset.BALANCED, Task.DENOISE), sigma);
        assertThat(backbone.moves().get(0).t()).isEqualTo(Walk.SCHEDULE.indexOfSigma(sigma));
    }

    @ParameterizedTest
    @CsvSource({
        "srgan, , , , '--backbone expects one of auto, %s, got srgan'",
        "ddnm, 0, , , '--steps expects 1 … 1000, got 0'",
        "ddnm, 50, 20, , '--steps expects 1 … 21 from --start-step 20, got 50'",
        "ddnm, , 1000, , '--start-step expects 0 … 999, got 1000'",
        "ddnm, , , 1.5, '--eta expects 0 … 1, got 1.5'",
        "hqs, , , 0.5, '--eta is a setting of ddnm, and the restorer is hqs, which adds what noise its levels ask for'",
        "diffpir, , , 0.5, '--eta is a setting of ddnm, and the restorer is diffpir, which mixes its noise by a share of its own'",
    })
    void refusesWishesThatDoNotFitAndNamesAnAlternative(
            String name, Integer steps, Integer startStep, Double eta, String message) {
        var wish = new BackboneSettings(name, Preset.BALANCED, Task.SUPER_RESOLUTION, steps, startStep, eta);
        assertThatThrownBy(() -> create(wish, 0))
                .hasMessage(message.formatted(String.join(", ", Backbones.names())))
                .isInstanceOfSatisfying(UserError.class, e -> {
                    assertThat(e.code()).isEqualTo(ExitCode.USAGE);
                    assertThat(e.remedy()).isNotBlank();
                });
    }

    /** How often the network may be asked: more where a restorer follows gradients, as published on paper. */
    private static int mostEvaluations(String name, Preset preset) {
        boolean descends = name.equals("gdp") || name.equals("dps");
        return switch (preset) {
            case DRAFT -> 10;
            case BALANCED -> descends ? 50 : 30;
            case PAPER -> name.equals("repaint") ? 2410 : descends ? 1000 : 100;
        };
    }

    private static Backbone create(BackboneSettings wish, double sigma) {
        DegradationOperator operator = wish.task() == Task.INPAINT ? new Inpainting(Mask.random(0.3, 1, 16, 16)) : SR4;
        return Backbones.create(wish, Walk.SCHEDULE, operator, sigma);
    }
}
