package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks, kernels, models, pictures and names that nobody should hand to a program end it soon, with two lines. */
class BadInputTest {
    @TempDir
    private Path folder;

    private static final List<String> TEXTS = List.of(
            "",
            "\0\0\0",
            "1 2\n3",
            "1 x 3",
            "NaN NaN NaN",
            "1e999 1 1",
            "-1 0 1",
            "0 0 0",
            "#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n",
            "ffconcat version 1.0\nfile broken.png\n",
            "P6\n100000 100000\n255\n",
            "P5\n-3 4\n255\n",
            "\u00e9\ufffd\u0000 kernel",
            "1 ".repeat(100_000),
            "{\"format\": \"zvrd provenance 1\"}",
            "{".repeat(20_000));

    @Test
    void someMasksKernelsAndModelsAreRefusedInTwoLines() throws IOException {
        assertRefused(6);
    }

    @Tag("slow")
    @Test
    void manyMasksKernelsAndModelsAreRefusedInTwoLines() throws IOException {
        assertRefused(80);
    }

    private void assertRefused(int count) throws IOException {
        Path clip = Clips.waves(folder.resolve("in"), 1, 12, 8);
        Random random = new Random(4);
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(
                    "broken." + List.of("png", "txt", "pgm", "mkv", "json").get(i % 5));
            Files.write(file, content(i, clip, random));
            String option = List.of(
                            "--task inpaint --mask ",
                            "--task deblur --kernel ",
                            "--task sr --model ",
                            "--task inpaint --mask ",
                            "--from ")
                    .get(i % 5);
            var words = new ArrayList<>(
                    List.of("restore", "-o", folder.resolve("out.mkv").toString()));
            if (!option.startsWith("--from")) {
                words.add(clip.toString());
            }
            words.addAll(List.of((option + file + " --steps 1").split(" ")));
            var run = CommandLineRun.of(words.toArray(String[]::new));
            assertThat(run.exitCode()).as(i + ": " + run.err()).isIn(2, 3, 4);
            assertThat(run.err())
                    .filteredOn(line -> !line.startsWith("warning:"))
                    .hasSize(2);
            assertThat(run.err().toString()).doesNotContain("internal error");
        }
    }

    /** A text, a damaged picture or noise; sometimes a picture that is cut. */
    private static byte[] content(int i, Path clip, Random random) throws IOException {
        byte[] picture = Files.readAllBytes(clip.resolve("0001.png"));
        byte[] noise = new byte[1 + random.nextInt(4000)];
        random.nextBytes(noise);
        return switch (i % 3) {
            case 0 -> TEXTS.get(i / 3 % TEXTS.size()).getBytes(StandardCharsets.UTF_8);
            case 1 -> noise;
            default -> Arrays.copyOf(picture, 8 + random.nextInt(20));
        };
    }

    /** The program as its users start it, where names come from outside and standard error is all there is to see. */
    @Tag("slow")
    @Test
    void theProgramItselfEndsInTwoLinesWhateverTheFileIsCalled() throws Exception {
        Path good = Clips.waves(folder.resolve("in"), 1, 12, 8).resolve("0001.png");
        List<String> names = List.of(
                "-dash.png",
                "two\nlines.png",
                "\u00fcbung \u65e5\u672c.png",
                "it's.png",
                "a%03d.png",
                "a|b.png",
                "a:b.png");
        for (String name : names) {
            for (boolean broken : new boolean[] {false, true}) {
                Path file = folder.resolve(name);
                Files.write(file, broken ? new byte[] {1, 2, 3} : Files.readAllBytes(good));
                Process program = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "zvrd.app.cli.Zvrd",
                                "probe",
                                "--",
                                name)
                        .directory(folder.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try (var errors = program.errorReader(StandardCharsets.UTF_8)) {
                    List<String> lines = errors.lines().toList();
                    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
                    assertThat(program.exitValue()).as(name + ": " + lines).isIn(broken ? List.of(3) : List.of(0, 3));
                    assertThat(lines).hasSize(program.exitValue() == 0 ? 0 : 2);
                } finally {
                    program.destroyForcibly();
                }
                Files.delete(file);
            }
        }
    }
}
