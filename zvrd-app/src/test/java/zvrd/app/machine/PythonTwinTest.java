package zvrd.app.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import zvrd.UserError;

class PythonTwinTest {
    @TempDir
    private Path folder;

    private String standIn(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void asksForOneEvaluationAtATime() throws IOException {
        String python = standIn("echo ready 9.9\nwhile read mode; do echo 0.25; done\n");
        try (var twin = new PythonTwin(python, folder, "{}", folder.resolve("w"), 256, 2)) {
            assertThat(twin.version()).isEqualTo("9.9");
            assertThat(twin.secondsPerEvaluation("float32")).isEqualTo(0.25);
            assertThat(twin.secondsPerEvaluation("bfloat16")).isEqualTo(0.25);
        }
        assertThat(folder.resolve("unet_bench.py")).isNotEmptyFile();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPythonWithoutTorchIsToldWithItsOwnLastLine() throws IOException {
        String python = standIn("echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1\n");
        assertThatThrownBy(() -> new PythonTwin(python, folder, "{}", folder.resolve("w"), 256, 2))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("No module named 'torch'");
    }

    @Test
    void aPythonThatIsNotThereIsTold() {
        String python = folder.resolve("no-python").toString();
        assertThatThrownBy(() -> new PythonTwin(python, folder, "{}", folder.resolve("w"), 256, 2))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no-python");
    }
}
