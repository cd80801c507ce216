package zvrd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.UserError;

class WorkFolderTest {
    @TempDir
    Path folder;

    @Test
    void anOutputWhoseFolderIsMissingIsToldSo() {
        Path output = folder.resolve("no/such/out.mkv");
        assertThatThrownBy(() -> WorkFolder.of(output)).hasMessage(output + ": its folder does not exist");
    }

    @Test
    void aFolderThatCannotBeSweptIsNotHeld() throws IOException {
        Path output = folder.resolve("out.mkv");
        Path work = Files.createDirectory(WorkFolder.pathOf(output));
        Files.createSymbolicLink(work.resolve("scratch"), folder.resolve("nowhere"));
        for (int run = 1; run <= 2; run++) {
            assertThatThrownBy(() -> WorkFolder.of(output)).hasMessageContaining("cannot be made or written to");
        }
        Files.delete(work.resolve("scratch"));
        try (WorkFolder now = WorkFolder.of(output)) {
            assertThat(now.scratch()).isDirectory();
        }
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        Path output = folder.resolve("out.mkv");
        Path work = Files.writeString(WorkFolder.pathOf(output), "not a folder");
        assertThatThrownBy(() -> WorkFolder.of(output)).hasMessageContaining("cannot be made or written to");
        Files.delete(work);
        Files.createSymbolicLink(work, folder.resolve("nowhere"));
        assertThatThrownBy(() -> WorkFolder.of(output)).hasMessageContaining("cannot be made or written to");
    }

    @Test
    void whatTellsOfTheEndIsTakenAwayAndWhatIsOthersIsNot() throws IOException {
        Path output = folder.resolve("out.mkv");
        try (WorkFolder work = WorkFolder.of(output)) {
            for (String name : List.of(WorkFolder.name("frame", 3), "clip.zvrd", "ending.zvrd")) {
                work.save(name, out -> out.number(1));
            }
            Files.writeString(work.path().resolve("notes.txt"), "mine");
            work.remove("ending.zvrd");
        }
        try (Stream<Path> left = Files.list(WorkFolder.pathOf(output))) {
            assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("notes.txt"));
        }
    }

    @Test
    void aFolderThatComesAndGoesIsHeldByOneAtATime() throws Exception {
        Path output = folder.resolve("out.mkv");
        var holders = new AtomicInteger();
        var most = new AtomicInteger();
        var held = new AtomicInteger();
        Callable<@Nullable Void> race = () -> {
            for (int n = 0; n < 1000; n++) {
                try (WorkFolder work = WorkFolder.of(output)) {
                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                    held.incrementAndGet();
                    assertThat(work.scratch()).isDirectory();
                    holders.decrementAndGet();
                } catch (UserError other) {
                    assertThat(other).hasMessageContaining("another run is at this output");
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<@Nullable Void> ended : threads.invokeAll(Collections.nCopies(4, race))) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(held).hasPositiveValue();
        assertThat(WorkFolder.pathOf(output)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "ar-EG", "fa-IR"})
    void filesAreCalledTheSameInEveryLanguage(String language) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertThat(WorkFolder.name("frame", 12)).isEqualTo("frame-00000012.zvrd");
        } finally {
            Locale.setDefault(before);
        }
    }
}
