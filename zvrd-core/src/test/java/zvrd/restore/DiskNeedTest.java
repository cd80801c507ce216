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
        assertThat(new DiskNeed(100, 5, 5, 10, 45).most()).isEqualTo(145);
        assertThat(new DiskNeed(100, 10, 5, 10, 45).most()).isEqualTo(155);
    }

    @Test
    void countsStatesOnlyOfWindowsThatTakeLongEnoughToBeSaved() {
        var need = new DiskNeed(100, 20, 12, 10, 5);
        assertThat(need.most(59)).isEqualTo(110);
        assertThat(need.most(60)).isEqualTo(110 + 20 + 12);
        assertThat(need.most(120)).isEqualTo(110 + 2 * 20 + 6 + 12);
        assertThat(need.most(240)).isEqualTo(110 + 3 * 20 + 6 + 9 + 12);
        assertThat(need.most(240)).isLessThan(need.most());
    }

    @Test
    void aDiskThatIsTooFullIsRefusedAndToldWhatIsNeeded() {
        var need = new DiskNeed(600L << 20, 5L << 20, 5L << 20, 10L << 20, 200L << 20);
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
