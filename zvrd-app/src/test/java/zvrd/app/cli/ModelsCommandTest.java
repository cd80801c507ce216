package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.weights.ModelStore;

class ModelsCommandTest {
    @TempDir
    private Path folder;

    private ModelStore store = new ModelStore(Path.of(""));
    private Path network = Path.of("");

    @BeforeEach
    void writesANetwork() {
        store = new ModelStore(folder.resolve("store"));
        network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
    }

    private CommandLineRun models(String... words) {
        var all = new java.util.ArrayList<String>();
        all.add("models");
        all.addAll(java.util.List.of(words));
        return CommandLineRun.with(store, all.toArray(String[]::new));
    }

    @Test
    void theListNamesTheBuiltInPriorAndWhatCanBePulled() {
        var run = models("list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).startsWith("builtin").contains("default"));
        assertThat(run.out().lines())
                .anySatisfy(line ->
                        assertThat(line).startsWith("256x256_diffusion_uncond").contains("to be pulled"));
    }

    @Test
    void aFileIsImportedListedVerifiedAndRemovedAgain() {
        assertThat(models("import", network.toString(), "--name", "mine").exitCode())
                .isZero();
        assertThat(models("list").out()).contains("mine").contains("in the store");
        var verified = models("verify");
        assertThat(verified.exitCode()).isZero();
        assertThat(verified.err()).containsExactly("mine: as it was when it came");
        assertThat(models("rm", "mine").exitCode()).isZero();
        assertThat(models("list").out()).doesNotContain("mine");
    }

    @Test
    void aStoredModelThatWasDamagedIsFound() throws IOException {
        models("import", network.toString());
        Path blob = store.file(store.find("tiny").orElseThrow());
        Files.write(blob, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        var run = models("verify", "tiny");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("damaged");
    }

    @Test
    void infoTellsTheNetworkOfAFileAndOfAPublishedModel() {
        JsonNode file = new JsonMapper()
                .readTree(models("info", network.toString(), "--json").out());
        assertThat(file.required("parameters").asLong()).isGreaterThan(1000);
        assertThat(file.required("options").asString()).contains("num_channels");
        JsonNode published = new JsonMapper()
                .readTree(models("info", "256x256_diffusion_uncond", "--json").out());
        assertThat(published.required("parameters").asLong()).isEqualTo(552_814_086);
        assertThat(published.required("state").asString()).contains("not on this computer");
    }

    @Test
    void whatIsNoModelIsRefusedInTwoLines() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no weights", StandardCharsets.UTF_8);
        var imported = models("import", text.toString());
        assertThat(imported.exitCode()).isEqualTo(4);
        assertThat(imported.err()).hasSize(2);
        assertThat(imported.err().get(0)).contains("notes.txt");
        assertThat(models("pull", "256x256_difusion_uncond").err().get(0)).contains("256x256_diffusion_uncond");
        assertThat(models("pull", "nothing-like-it").exitCode()).isEqualTo(4);
        assertThat(models("rm", "nothing").exitCode()).isEqualTo(4);
        assertThat(models("verify", "nothing").exitCode()).isEqualTo(4);
        assertThat(models("info", folder.resolve("nothing.pt").toString()).exitCode())
                .isEqualTo(4);
    }
}
