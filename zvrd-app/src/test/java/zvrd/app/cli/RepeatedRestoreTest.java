package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.app.job.Provenance;
import zvrd.journal.JobIdentity;
import zvrd.journal.WorkFolder;

/** The same command once more, as a script gives it that repeats it until it succeeds. */
class RepeatedRestoreTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    @TempDir
    private Path folder;

    private Path small = Path.of("");

    @BeforeEach
    void writesANetworkAndAClip() throws IOException {
        TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        small = Clips.waves(folder.resolve("small"), 2, 12, 8);
    }

    private CommandLineRun restore(Path output, String... more) {
        var all = new ArrayList<>(List.of("restore", small.toString(), "-o", output.toString()));
        all.addAll(List.of("--task", "sr", "--steps", "1", "--json"));
        all.addAll(List.of("--model", folder.resolve("tiny.safetensors").toString()));
        all.addAll(List.of(more));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private Path restored(String output) {
        Path place = folder.resolve(output);
        assertThat(restore(place).exitCode()).isZero();
        return place;
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mkv", "frames", "frames/%03d.png"})
    void whatIsDoneIsLeftAsItIsAndToldAgain(String output) throws IOException {
        Files.createDirectories(folder.resolve("frames"));
        Path place = restored(output);
        Path told = Provenance.pathOf(place);
        Files.setLastModifiedTime(told, LONG_AGO);
        try (WorkFolder left = WorkFolder.of(place)) { // as a kill may leave it
            left.claim(Provenance.read(told).identity());
            left.save("ending.zvrd", out -> out.number(1));
        }
        var again = restore(place);
        assertThat(again.err().toString()).contains(output + ": is there already");
        assertThat(again.exitCode()).isZero();
        JsonNode facts = new JsonMapper().readTree(again.out());
        assertThat(facts.required("found").asBoolean()).isTrue();
        assertThat(facts.required("summary").required("frames").asInt()).isEqualTo(2);
        assertThat(Files.getLastModifiedTime(told)).isEqualTo(LONG_AGO);
        assertThat(WorkFolder.pathOf(place)).doesNotExist();
    }

    @Test
    void theWorkOfAnotherJobAtThatOutputStays() {
        Path place = restored("out.mkv");
        String kept = WorkFolder.name("frame", 0);
        try (WorkFolder other = WorkFolder.of(place)) {
            other.claim(new JobIdentity(Map.of("--seed", "7")));
            other.save(kept, out -> out.number(1));
        }
        assertThat(restore(place).exitCode()).isZero();
        assertThat(WorkFolder.pathOf(place).resolve(kept)).exists();
    }

    @Test
    void whatMayBeOverwrittenIsMadeAnew() throws IOException {
        Path place = restored("out.mkv");
        Files.setLastModifiedTime(place, LONG_AGO);
        assertThat(restore(place, "-y").exitCode()).isZero();
        assertThat(Files.getLastModifiedTime(place)).isNotEqualTo(LONG_AGO);
    }

    @Test
    void anotherJobAndAChangedOutputAreNotTakenForIt() throws IOException {
        Path place = restored("out.mkv");
        var other = restore(place, "--seed", "7");
        assertThat(other.exitCode()).isEqualTo(6);
        assertThat(other.err().get(0)).contains("exists already, and is of another job: --seed was 0, is 7");
        Files.writeString(place, "precious");
        assertThat(restore(place).exitCode()).isEqualTo(6);
        assertThat(place).hasContent("precious");
    }
}
