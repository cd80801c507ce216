package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/** Whatever a file holds and is called, looking at it ends soon, with what is in it or with two lines of complaint. */
class BadInputTest {
    private static final long MOST_SECONDS = 30;

    @TempDir
    private Path folder;

    @Test
    void someFilesAreReadOrRefused() throws IOException {
        assertReadOrRefused(0, 25);
    }

    @Tag("slow")
    @Test
    void aThousandFilesAreReadOrRefused() throws IOException {
        assertReadOrRefused(0, 1000);
    }

    private void assertReadOrRefused(int from, int to) throws IOException {
        BrokenFiles files = new BrokenFiles(folder);
        List<String> wrong = new ArrayList<>();
        int read = 0;
        for (int seed = from; seed < to; seed++) {
            Path file = files.make(seed);
            long begin = System.nanoTime();
            try {
                look(file);
                read++;
            } catch (UserError refused) {
                if (refused.code() != ExitCode.INPUT) {
                    wrong.add(
                            seed + " " + file.getFileName() + ": exit " + refused.code() + ", " + refused.getMessage());
                }
            } catch (RuntimeException | Error bug) {
                wrong.add(seed + " " + file.getFileName() + ": " + bug + " at " + bug.getStackTrace()[0]);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (seconds > MOST_SECONDS) {
                wrong.add(seed + " " + file.getFileName() + ": took " + seconds + " s");
            }
            Files.delete(file);
        }
        if (!wrong.isEmpty()) {
            throw new AssertionFailedError(wrong.size() + " files:\n" + String.join("\n", wrong));
        }
        assertThat(read).as("files that are still clips").isBetween((to - from) / 5, to - from - 1);
    }

    /** What probing does, and reading to the end. */
    private static void look(Path file) {
        ClipLook.at(file, ReadOptions.ALL);
        try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
            while (reader.next() != null) {
                assertThat(reader.info().width()).isPositive();
            }
        }
    }
}
