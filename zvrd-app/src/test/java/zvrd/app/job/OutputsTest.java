package zvrd.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zvrd.ExitCode;
import zvrd.UserError;

class OutputsTest {
    private static final List<String> TWO = List.of("in/a.mp4", "in/b.mp4");

    @TempDir
    private Path folder;

    @Test
    void whatTheRemedySaysWorks() {
        String out = folder.resolve("deep/out").toString();
        assertThatThrownBy(() -> Outputs.of(TWO, out))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.remedy()).contains("-o " + out + "/"));
        assertThat(folder.resolve("deep")).doesNotExist();
        assertThat(Outputs.of(TWO, out + "/")).containsEntry("in/b.mp4", out + "/b.mkv");
        assertThat(folder.resolve("deep/out")).isDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeIsTheOutputsFault() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Outputs.of(TWO, file + "/out/"))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT));
    }

    @Test
    void aNameWithASlashBehindItIsAFolderWhateverDotsAreInIt() {
        String out = folder.resolve("some.mkv") + "/";
        assertThat(Outputs.of(List.of("in/a.mp4"), out))
                .containsValue(folder.resolve("some.mkv").toString());
        assertThat(folder.resolve("some.mkv")).isDirectory();
        Outputs.of(List.of("in/a.mp4"), folder.resolve("plain") + "/");
        assertThat(folder.resolve("plain")).doesNotExist(); // no file could be meant
    }
}
