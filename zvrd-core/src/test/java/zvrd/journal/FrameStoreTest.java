package zvrd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.journal.FrameStore.Entry;
import zvrd.journal.FrameStore.Place;
import zvrd.media.Frame;
import zvrd.media.Rational;

class FrameStoreTest {
    @TempDir
    private Path folder;

    @Test
    void aFrameIsFoundAgainWithWhatIsKnownOfItAndADamagedOneIsNot() throws Exception {
        var entry = new Entry(
                new Place(3, 2, true), new Unexplained(1.5, 0.25, List.of(new Unexplained.Tile(64, 128, 0.75))));
        var later = new Entry(
                new Place(3, 2, true),
                new Unexplained(0, 0, Collections.nCopies(Unexplained.MOST_TILES, new Unexplained.Tile(0, 0, 0))));
        short[] rgb = {0, 257, (short) 65535, 1, 2, 3};
        var frame = new Frame(3, 7, new Rational(1, 25), 2, 1, rgb);
        try (WorkFolder work = WorkFolder.of(folder.resolve("out.mkv"))) {
            work.claim(new JobIdentity(Map.of("input", "a")));
            FrameStore frames = work.frames();
            frames.put(frame, entry);
            frames.put(new Frame(4, 8, new Rational(1, 25), 2, 1, rgb), later);
            assertThat(frames.scan()).containsExactly(Map.entry(3, entry), Map.entry(4, later));
            assertThat(frames.get(3).rgb()).isEqualTo(rgb);
            Path file = work.path().resolve(WorkFolder.name("frame", 4));
            assertThat(Files.size(file)).isLessThanOrEqualTo(FrameStore.mostBytes(2, 1, 16));
            byte[] bytes = Files.readAllBytes(file);
            bytes[60] ^= 1;
            Files.write(file, bytes);
            assertThat(frames.scan()).containsOnlyKeys(3);
        }
    }
}
