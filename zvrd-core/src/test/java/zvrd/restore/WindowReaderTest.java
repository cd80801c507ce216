package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.degradation.Identity;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

class WindowReaderTest {
    @TempDir
    Path folder;

    @Test
    void everyFrameIsFreshInExactlyOneWindowAndTakenOverIntoTheNext() throws IOException {
        assertThat(windows(10, new WindowPlan(4, 2), ShotCuts.none()))
                .containsExactly("0: 0 1 2 3", "2: 2 3 4 5", "2: 4 5 6 7", "2: 6 7 8 9");
        assertThat(windows(6, new WindowPlan(4, 1), ShotCuts.none())).containsExactly("0: 0 1 2 3", "1: 3 4 5");
    }

    @Test
    void aClipShorterThanAWindowIsOneWindow() throws IOException {
        assertThat(windows(3, WindowPlan.USUAL, ShotCuts.none())).containsExactly("0: 0 1 2");
    }

    @Test
    void nothingIsTakenOverAcrossACut() throws IOException {
        ShotCuts beforeFrame5 = (before, after) -> after.index() == 5;
        assertThat(windows(9, new WindowPlan(4, 1), beforeFrame5))
                .containsExactly("0: 0 1 2 3", "1: 3 4", "0: 5 6 7 8");
    }

    @Test
    void aCutExactlyAtTheEndOfAWindowBeginsAFreshOne() throws IOException {
        ShotCuts beforeFrame4 = (before, after) -> after.index() == 4;
        assertThat(windows(6, new WindowPlan(4, 1), beforeFrame4)).containsExactly("0: 0 1 2 3", "0: 4 5");
    }

    @Test
    void singleFramesAreNeverComparedWithEachOther() throws IOException {
        ShotCuts never = (before, after) -> {
            throw new AssertionError("compared");
        };
        assertThat(windows(3, WindowPlan.SINGLE, never)).containsExactly("0: 0", "0: 1", "0: 2");
    }

    @Test
    void aWindowThatTakesNoFrameOverStillGoesOnWithinItsShot() throws IOException {
        ShotCuts beforeFrame4 = (before, after) -> after.index() == 4;
        assertThat(cut(7, new WindowPlan(2, 0), beforeFrame4).stream().map(Window::goesOn))
                .containsExactly(false, true, false, true);
        assertThat(cut(2, WindowPlan.SINGLE, ShotCuts.none()).stream().map(Window::goesOn))
                .containsExactly(false, false);
    }

    private List<String> windows(int frames, WindowPlan plan, ShotCuts cuts) throws IOException {
        return cut(frames, plan, cuts).stream().map(WindowReaderTest::numbers).toList();
    }

    private static String numbers(Window window) {
        return window.anchors() + ": "
                + window.frames().stream()
                        .map(frame -> String.valueOf(frame.index()))
                        .collect(Collectors.joining(" "));
    }

    private List<Window> cut(int frames, WindowPlan plan, ShotCuts cuts) throws IOException {
        Path clip = Files.createTempDirectory(folder, "clip");
        for (int n = 0; n < frames; n++) {
            Stripes.write(clip.resolve("%03d.png".formatted(n)), 8, 8, n);
        }
        var seen = new ArrayList<Window>();
        try (FrameReader reader = FrameReader.open(clip, ReadOptions.ALL)) {
            var windows = new WindowReader(
                    Objects.requireNonNull(reader.next()), reader, plan, cuts, OperatorPlan.fixed(new Identity()));
            for (Window window = windows.next(); window != null; window = windows.next()) {
                seen.add(window);
            }
        }
        return seen;
    }
}
