package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.app.console.Terminal;
import zvrd.weights.ModelStore;

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

    @Command(name = "exhaust")
    private static final class Exhausting implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void aFullHeapEndsWith5AndTwoLines() {
        var bytes = new ByteArrayOutputStream();
        var err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(err, err, false);
        CommandLine commands = Zvrd.commandLine(terminal, ModelStore.standard()).addSubcommand(new Exhausting());
        assertThat(Zvrd.execute(commands, "exhaust")).isEqualTo(5);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("zvrd: memory: Java heap space");
    }
}
