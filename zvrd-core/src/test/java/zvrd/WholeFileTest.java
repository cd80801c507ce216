package zvrd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("file");
    }

    @Test
    void aNewFileTakesTheOldOnesPlaceWithTheRightsOfAnyOther() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        WholeFile.write(file(), "old");
        WholeFile.write(file(), "größer");
        assertThat(file()).hasContent("größer");
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(Files.getPosixFilePermissions(plain));
        assertOnly(plain, file());
    }

    @Test
    void whatFailsOrIsInterruptedLeavesTheOldOneAndNothingElse() throws IOException {
        WholeFile.write(file(), "old");
        assertThatThrownBy(() -> WholeFile.write(file(), channel -> {
                    channel.write(ByteBuffer.allocate(5));
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> WholeFile.write(file(), "new")).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file()).hasContent("old");
        assertOnly(file());
    }

    private void assertOnly(Path... files) throws IOException {
        try (Stream<Path> there = Files.list(folder)) {
            assertThat(there).containsExactlyInAnyOrder(files);
        }
    }
}
