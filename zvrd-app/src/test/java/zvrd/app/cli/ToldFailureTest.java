package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ToldFailureTest {
    @TempDir
    private Path folder;

    @Test
    void aClipThatFailsIsToldAsJsonToo() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "no film");
        String output = folder.resolve("out.mkv").toString();
        var run = CommandLineRun.of("restore", broken.toString(), "-o", output, "--task", "sr", "--json");
        assertThat(run.exitCode()).isEqualTo(3);
        JsonNode told = new JsonMapper().readTree(run.out());
        assertThat(told.required("exit").asInt()).isEqualTo(3);
        assertThat(told.required("error").asString()).contains("broken.mp4");
        assertThat(run.err()).hasSize(2);
    }

    @Test
    void aHalfFileOfProvenanceIsRefusedInPlainWords() throws IOException {
        Path half = Files.writeString(folder.resolve("out.mkv.zvrd.json"), "{\"format\": \"zvrd prov");
        assertThat(CommandLineRun.of("restore", "--from", half.toString()).err().get(0))
                .endsWith("is damaged or cut short");
        assertThat(CommandLineRun.of("restore", "--from", half + "x").err().get(0))
                .endsWith("there is no such file");
    }
}
