package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
    @TempDir
    private Path folder;

    private Origin origin(String identity) throws IOException {
        Path clip = folder.resolve("clip.mkv");
        Files.writeString(
                folder.resolve("clip.mkv.zvrd.json"),
                "{\"identity\": {" + identity
                        + "}, \"summary\": {\"frames\": 8, \"seconds\": 20.0, \"backbone\": \"hqs\"}, \"peak_memory_bytes\": 1250000000}");
        return Origin.of(clip);
    }

    @Test
    void windowsBeginWhereTheRestorerBeganThem() throws IOException { // the first has 8 frames, others 7 of their own
        Origin origin = origin("\"--temporal\": \"attention\", \"--window\": \"8\", \"--window-overlap\": \"1\"");
        assertThat(origin.borders(List.of(), 24)).containsExactly(8, 15, 22);
        assertThat(origin.borders(List.of(10), 24)).containsExactly(8, 18);
        assertThat(origin.facts())
                .containsEntry("seconds a frame", "2.5")
                .containsEntry("GB of memory at most", "1.25")
                .containsEntry("backbone", "hqs")
                .containsEntry("temporal", "attention");
    }

    @Test
    void framesThatStoodAloneHaveNoWindows() throws IOException {
        Origin origin = origin("\"--temporal\": \"none\", \"--window\": \"8\", \"--window-overlap\": \"1\"");
        assertThat(origin.borders(List.of(), 24)).isEmpty();
    }

    @Test
    void nothingIsKnownOfAClipWithoutTheFileAndOfABrokenOne() throws IOException {
        assertThat(Origin.of(folder.resolve("other.mkv")).facts()).isEmpty();
        Files.writeString(folder.resolve("broken.mkv.zvrd.json"), "{\"identity\"");
        assertThat(Origin.of(folder.resolve("broken.mkv")).borders(List.of(), 24))
                .isEmpty();
    }
}
