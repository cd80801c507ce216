package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.ExitCode;
import zvrd.UserError;

class DiskNeedTest {
    private static final Path OUTPUT = Path.of("out.mkv");

    @Test
    void windowsAreDoneBeforeTheOutputIsWritten() {
        assertThat(new DiskNeed(100, 30, 40).most()).isEqualTo(140);
        assertThat(new DiskNeed(100, 50, 40).most()).isEqualTo(150);
    }

    @Test
    void aDiskThatIsTooFullIsRefusedAndToldWhatIsNeeded() {
        var need = new DiskNeed(600L << 20, 30L << 20, 200L << 20);
        assertThatCode(() -> need.requireFree(800L << 20, OUTPUT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> need.requireFree(799L << 20, OUTPUT))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.RESOURCES))
                .hasMessageContaining("out.mkv")
                .hasMessageContaining("800 MiB")
                .hasMessageContaining("got 799 MiB");
    }

    @Test
    void allThatIsKeptCountsAsRoom(@TempDir Path work) throws IOException {
        Files.writeString(work.resolve("frame-00000001.zvrd"), "12345");
        Files.writeString(Files.createDirectory(work.resolve("scratch")).resolve("skips"), "123");
        assertThat(DiskNeed.kept(work)).isEqualTo(8);
    }
}
