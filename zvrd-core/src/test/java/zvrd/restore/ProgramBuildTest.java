package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramBuildTest {
    @TempDir
    Path folder;

    @Test
    void aBuildIsTheSamePackedOrNotAndAnotherWithAnotherByte() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("classes/zvrd"));
        Files.writeString(inside.resolve("A.class"), "one");
        Files.writeString(inside.resolve("B.class"), "two");
        String build = ProgramBuild.of(folder.resolve("classes"));
        Path jar = folder.resolve("zvrd.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {"B.class", "A.class"}) {
                out.putNextEntry(new JarEntry("zvrd/" + name));
                out.write(Files.readAllBytes(inside.resolve(name)));
            }
        }
        assertThat(ProgramBuild.of(jar)).isEqualTo(build);
        Files.writeString(inside.resolve("B.class"), "twa");
        assertThat(ProgramBuild.of(folder.resolve("classes"))).isNotEqualTo(build);
    }

    @Test
    void theRunningProgramKnowsItsBuild() {
        assertThat(ProgramBuild.sha256()).matches("[0-9a-f]{64}").isEqualTo(ProgramBuild.sha256());
    }
}
