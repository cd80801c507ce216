package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.weights.ModelStore;

class AblateCommandTest {
    @TempDir
    private static Path shared;

    private static Path network = Path.of("");
    private static Path clean = Path.of("");
    private static Path small = Path.of("");

    @BeforeAll
    static void writesANetworkAndAClip() throws IOException {
        network = TinyNetwork.write(shared.resolve("tiny.safetensors"), false);
        clean = Clips.waves(shared.resolve("clean"), 3, 32, 24);
        small = shared.resolve("small");
        var run = CommandLineRun.of("degrade", clean.toString(), "-o", small.toString(), "--task", "sr");
        assertThat(run.exitCode()).isZero();
    }

    private static CommandLineRun ablate(Path folder, String... more) {
        String[] all = {
            "ablate",
            small.toString(),
            "--reference",
            clean.toString(),
            "--task",
            "sr",
            "--steps",
            "2",
            "--model",
            network.toString(),
            "--precision",
            "float32",
            "--backbone",
            "ddnm",
            "-o",
            folder.toString(),
        };
        return CommandLineRun.of(
                java.util.stream.Stream.concat(java.util.Arrays.stream(all), java.util.Arrays.stream(more))
                        .toArray(String[]::new));
    }

    @Test
    void modulesAreAddedOneByOneAndWhatIsThereIsNotRestoredAgain() throws IOException {
        Path folder = shared.resolve("steps");
        var run = ablate(folder, "--json", "--guidance-scale", "0.02");
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        JsonNode rungs = new JsonMapper().readTree(run.out()).required("rungs");
        assertThat(rungs).hasSize(5);
        assertThat(rungs.get(0).required("temporal").asString()).isEqualTo("none");
        assertThat(rungs.get(0).required("change")).isEmpty();
        assertThat(rungs.get(2).required("temporal").asString()).isEqualTo("attention,guidance");
        JsonNode change = rungs.get(2).required("change").required("psnr");
        double before = rungs.get(1).required("measures").required("psnr").asDouble();
        double after = rungs.get(2).required("measures").required("psnr").asDouble();
        assertThat(change.required("mean").asDouble())
                .isCloseTo(after - before, within(1e-9))
                .isNotZero();
        assertThat(change.required("low").isNull())
                .as("an interval of three moments")
                .isTrue();
        JsonNode last = rungs.get(4).required("measures");
        assertThat(last.required("we_degraded").isNumber()).isTrue();
        assertThat(last.required("consistency").isNumber()).isTrue();
        assertThat(rungs.get(4).required("paper").required("we").asDouble()).isEqualTo(0.4234);
        assertThat(new JsonMapper()
                        .readTree(Files.readString(folder.resolve("ablation.json")))
                        .required("rungs"))
                .isEqualTo(rungs);

        var again = ablate(folder, "--guidance-scale", "0.02");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err())
                .filteredOn(line -> line.contains("is there already"))
                .hasSize(5);
        assertThat(again.out()).contains("+ noise sharing", "the damaged clip", "the paper's Table 5");

        var replacing = ablate(folder, "--guidance-scale", "0.02", "-y");
        assertThat(replacing.exitCode()).isZero();
        assertThat(replacing.err())
                .filteredOn(line -> line.contains("is there already"))
                .hasSize(5);
    }

    @Test
    void theModulesCannotBeChosen() {
        var run = ablate(shared.resolve("never"), "--temporal", "noise");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().get(0)).startsWith("zvrd: --temporal");
        assertThat(shared.resolve("never")).doesNotExist();
    }

    @Test
    void whatDoesNotFitIsToldBeforeTheWork() throws IOException {
        Path never = shared.resolve("unfit");
        refused(
                never,
                3,
                "frames of 32x24 pixels expected, found 24x32",
                Clips.waves(shared.resolve("high"), 3, 24, 32));
        refused(never, 3, "3 frames expected, found 2", Clips.waves(shared.resolve("short"), 2, 32, 24));
        refused(never, 3, "gone", shared.resolve("gone"));
        refused(never, 4, "--flow raft", clean, "--flow", "raft");
        assertThat(never).doesNotExist();
    }

    private static void refused(Path folder, int exitCode, String why, Path reference, String... more) {
        List<String> words = new ArrayList<>(List.of("ablate", small.toString(), "--reference", reference.toString()));
        words.addAll(List.of("--task", "sr", "--model", network.toString(), "-o", folder.toString()));
        words.addAll(List.of(more));
        var run = CommandLineRun.with(new ModelStore(shared.resolve("store")), words.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s", run.err()).isEqualTo(exitCode);
        assertThat(run.err().get(0)).contains(why);
    }

    @Test
    void aFileIsNoFolder() {
        var run = ablate(network);
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err().get(0)).contains("is no folder");
    }
}
