package zvrd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.nn.UNetConfig;
import zvrd.tensor.LeakGuard;
import zvrd.weights.DType;
import zvrd.weights.SafetensorsFile;

@ExtendWith(LeakGuard.class)
class PriorTrainerTest {
    private static final TrainingListener SILENT = new TrainingListener() {};

    @TempDir
    Path folder;

    @BeforeEach
    void images() throws IOException {
        TinyTraining.images(folder, 5);
    }

    @Test
    void anInterruptedTrainingEndsWithTheBytesOfAnUninterruptedOne() throws IOException {
        PriorTrainer.run(TinyTraining.options(folder, "whole.safetensors", 6), SILENT);
        var parts = TinyTraining.options(folder, "parts.safetensors", 6);
        TrainingResult first = PriorTrainer.run(parts, stopAfter(3));
        TrainingResult second = PriorTrainer.run(parts.withResume(true), SILENT);

        assertThat(first.finished()).isFalse();
        assertThat(first.progress().steps()).isEqualTo(3);
        assertThat(second.finished()).isTrue();
        assertThat(second.progress().steps()).isEqualTo(6);
        assertThat(tensors("parts.state")).isEqualTo(tensors("whole.state"));
        assertThat(tensors("parts.safetensors")).isEqualTo(tensors("whole.safetensors"));
    }

    @Test
    void aModelWithoutItsStateIsNotWrittenOver() throws IOException {
        Path model = Files.writeString(folder.resolve("mine.safetensors"), "hours of work");
        var options = TinyTraining.options(folder, "mine.safetensors", 2).withResume(true);
        assertThatThrownBy(() -> PriorTrainer.run(options, SILENT)).isInstanceOfSatisfying(UserError.class, e -> {
            assertThat(e.code()).isEqualTo(ExitCode.OUTPUT);
            assertThat(e.remedy()).contains("--from " + model);
        });
        assertThat(model).hasContent("hours of work");
    }

    @Test
    void twoThreadsTrainTheSameWeightsAsOne() throws IOException {
        var one = TinyTraining.options(folder, "one.safetensors", 3);
        PriorTrainer.run(one, SILENT);
        PriorTrainer.run(
                new TrainingOptions(
                        one.images(),
                        folder.resolve("two.safetensors"),
                        false,
                        null,
                        one.hours(),
                        one.steps(),
                        one.seed(),
                        2,
                        one.precision(),
                        one.recipe()),
                SILENT);
        assertThat(tensors("two.state")).isEqualTo(tensors("one.state"));
    }

    @Test
    void theNetworkLearnsAFewPictures() {
        var losses = new ArrayList<Double>();
        var listener = new TrainingListener() {
            @Override
            public void validated(TrainingProgress progress, ValidationScore score) {
                losses.add(score.psnr().get(3));
            }
        };
        TrainingResult early = PriorTrainer.run(TinyTraining.options(folder, "early.safetensors", 1), listener);
        TrainingResult late = PriorTrainer.run(TinyTraining.options(folder, "late.safetensors", 80), listener);
        assertThat(late.progress().loss()).isLessThan(early.progress().loss() / 2);
        assertThat(losses.get(1)).isGreaterThan(losses.get(0) + 3); // dB at sigma 100, on pictures kept aside
    }

    @Test
    void theWeightsSayWhatTheyAreAndCurveAndSamplesLieBesideThem() throws IOException {
        TrainingResult result = PriorTrainer.run(TinyTraining.options(folder, "prior.safetensors", 2), SILENT);
        try (var file = SafetensorsFile.open(result.model())) {
            assertThat(UNetConfig.fromJson(
                            Objects.requireNonNull(file.metadata().get("config"))))
                    .isEqualTo(TinyTraining.network());
            assertThat(file.metadata()).containsEntry("steps", "2").containsKey("hours");
            assertThat(file.names())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(file.info(name).type()).isEqualTo(DType.F16));
        }
        assertThat(Files.readAllLines(folder.resolve("prior.curve.csv"))).hasSize(2);
        assertThat(folder.resolve("prior.curve.svg")).content().startsWith("<svg");
        assertThat(ImageIO.read(folder.resolve("prior.samples.png").toFile()).getWidth())
                .isEqualTo(4 * TinyTraining.SIDE);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void trainingGoesOnFromShippedWeightsAndCountsTheirSteps() throws IOException {
        PriorTrainer.run(TinyTraining.options(folder, "first.safetensors", 4), SILENT);
        var onward =
                TinyTraining.options(folder, "second.safetensors", 2).withFrom(folder.resolve("first.safetensors"));
        TrainingResult result = PriorTrainer.run(onward, SILENT);
        assertThat(result.progress().steps()).isEqualTo(2);
        try (var file = SafetensorsFile.open(result.model())) {
            assertThat(file.metadata()).containsEntry("steps", "6");
        }
    }

    @Test
    void aDamagedStateIsRefusedAndNothingIsOverwritten() throws IOException {
        var options = TinyTraining.options(folder, "prior.safetensors", 2);
        PriorTrainer.run(options, SILENT);
        Path state = folder.resolve("prior.state");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length / 2] ^= 1;
        Files.write(state, bytes);
        assertThatThrownBy(() -> PriorTrainer.run(options.withResume(true), SILENT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prior.state")
                .hasMessageContaining("checksum");
        assertThat(Files.readAllBytes(state)).isEqualTo(bytes);
    }

    @Test
    void aTrainingIsNotWrittenOverByAnother() throws IOException {
        var options = TinyTraining.options(folder, "prior.safetensors", 1);
        PriorTrainer.run(options, SILENT);
        byte[] before = Files.readAllBytes(options.output());
        assertThatThrownBy(() -> PriorTrainer.run(options, SILENT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prior.safetensors");
        assertThat(Files.readAllBytes(options.output())).isEqualTo(before);
    }

    @Test
    void aFolderWithoutImagesIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        var options = TinyTraining.options(folder, "prior.safetensors", 1);
        var nothing = new TrainingOptions(
                List.of(empty), options.output(), false, null, 1, 1, 1, 1, options.precision(), options.recipe());
        assertThatThrownBy(() -> PriorTrainer.run(nothing, SILENT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no image");
    }

    private static TrainingListener stopAfter(int steps) {
        int[] asked = new int[1];
        return new TrainingListener() {
            @Override
            public boolean stopRequested() {
                return ++asked[0] >= steps;
            }
        };
    }

    /** All tensors' bytes, by name; the metadata tell the time, which is never the same. */
    private List<Object> tensors(String name) throws IOException {
        var all = new ArrayList<>();
        try (var file = SafetensorsFile.open(folder.resolve(name))) {
            for (String tensor : file.names()) {
                all.add(tensor);
                all.add(file.read(tensor).bytes());
            }
        }
        return all;
    }
}
