package zvrd.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.UserError;

class ProvenanceTest {
    @TempDir
    private Path folder;

    private Path told(String json) throws IOException {
        return Files.writeString(folder.resolve("out.mkv.zvrd.json"), json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "", "[]", "7", "{", "{}", "{\"format\": null}", "{\"format\": \"zvrd provenance 1\"}"})
    void whatIsNoProvenanceIsRefusedByItsName(String json) throws IOException {
        Path file = told(json);
        assertThatThrownBy(() -> Provenance.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"unexplained\": null}",
                "{\"unexplained\": [null]}",
                "{\"unexplained\": [{\"max\": 1, \"worst\": [[1, 2]]}]}",
                "{\"unexplained\": [{\"max\": 1, \"rms\": 1, \"top\": 0, \"left\": 64, \"worst\": 0.5}]}"
            })
    void framesThatAreToldOtherwiseAreNotToldOf(String json) throws IOException {
        assertThat(Provenance.unexplained(told(json))).isEmpty();
    }

    @Test
    void framesAreTold() throws IOException {
        Path file =
                told("{\"format\": \"x\", \"unexplained\": [{\"max\": 1, \"rms\": 0.5, \"worst\": [[0, 64, 0.75]]}]}");
        assertThat(Provenance.unexplained(file))
                .singleElement()
                .satisfies(frame -> assertThat(frame.worst())
                        .singleElement()
                        .satisfies(tile -> assertThat(tile.left()).isEqualTo(64)));
    }
}
