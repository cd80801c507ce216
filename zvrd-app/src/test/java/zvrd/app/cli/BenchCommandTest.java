package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size | 9000 | 1 to 8192",
                "--size | 0 | 1 to 8192",
                "--size | 15 | a multiple of 2",
                "--rounds | 0 | 1 or more",
                "--threads | -1 | 1 or more",
            })
    void aWrongNumberIsToldWithItsOptionAndItsRange(String option, String number, String range) {
        Path network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false); // halves its images once
        var run = CommandLineRun.of("bench", "--model", network.toString(), option, number);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains(option + ":", range, "got " + number);
    }

    @Test
    void theNetworkIsTimedInBothPrecisions() {
        Path network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        var run = CommandLineRun.of(
                "bench", "--model", network.toString(), "--size", "16", "--rounds", "1", "--threads", "1", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("float32", "bfloat16");
    }
}
