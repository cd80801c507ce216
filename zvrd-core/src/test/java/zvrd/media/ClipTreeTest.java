package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTreeTest {
    private static final Path NOTHING = Path.of("nothing");

    @TempDir
    private Path folder;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "");
        }
    }

    @Test
    void whatIsKeptOfAnInterruptedJobIsNoClip() throws IOException {
        files("one.mkv", "two.mkv.zvrd-work/scratch/part.mkv", "two.mkv.zvrd-work/scratch/1.png");
        assertThat(ClipTree.clips(folder, NOTHING)).containsExactly(folder.resolve("one.mkv"));
    }

    @Test
    void aPosterBesideFilmsHidesNoneOfThemAtAnyLevel() throws IOException {
        files("poster.jpg", "one.mkv", "below/still.png", "below/two.mp4", "frames/1.png", "frames/2.png");
        assertThat(ClipTree.isTree(folder, NOTHING)).isTrue();
        assertThat(ClipTree.isTree(folder.resolve("below"), NOTHING)).isTrue();
        assertThat(ClipTree.isTree(folder.resolve("frames"), NOTHING)).isFalse();
        assertThat(ClipTree.clips(folder, NOTHING))
                .containsExactly(folder.resolve("below/two.mp4"), folder.resolve("frames"), folder.resolve("one.mkv"));
    }

    @Test
    void theOutputOfAnEarlierRunAmongTheFramesIsNoFilmOfTheirs() throws IOException {
        files("1.png", "2.png", "out.mkv");
        assertThat(ClipTree.isTree(folder, folder.resolve("out.mkv"))).isFalse();
        assertThat(ClipTree.isTree(folder, NOTHING)).isTrue();
    }
}
