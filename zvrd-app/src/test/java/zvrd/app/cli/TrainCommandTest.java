package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--hours 0", "--hours -1", "--hours NaN", "--steps 0", "--threads 0", "--hours soon"})
    void lengthsThatAreNoneAreUsageErrors(String option) {
        String[] words = option.split(" ");
        var run = CommandLineRun.of(
                "train",
                "--images",
                folder.toString(),
                "-o",
                folder.resolve("m.safetensors").toString(),
                words[0],
                words[1]);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains(words[0]);
    }

    @Test
    void imagesAndOutputMustBeNamed() {
        var run = CommandLineRun.of("train");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().get(0)).contains("--images").contains("--output").contains("missing");
    }

    @Test
    void aFolderWithoutImagesIsToldInTwoLines() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path output = folder.resolve("m.safetensors");
        var run = CommandLineRun.of("train", "--images", empty.toString(), "-o", output.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().get(run.err().size() - 2)).contains("empty");
        assertThat(output).doesNotExist();
    }
}
