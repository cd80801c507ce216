package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.backbone.TaskTable;
import zvrd.degradation.Task;

/** The example of docs/own-operator.md, compiled, packed and used as a reader would. */
class OwnOperatorTest {
    private static final String SERVICE = "META-INF/services/zvrd.degradation.DegradationOperator";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path jar = Path.of("");

    @BeforeAll
    static void packsTheExample() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "own-operator.md"));
        int begin = page.indexOf("```java") + "```java".length();
        jar = pack(page.substring(begin, page.indexOf("```", begin)), "ghost.jar");
    }

    @Test
    void theLawsAreKeptByTheExample() {
        var run = CommandLineRun.of("doctor", "--operator", "ghost", "--operator-path", jar.toString());
        assertThat(run.err()).containsExactly("ghost keeps the laws of operators");
        assertThat(run.out().lines()).hasSize(8).allMatch(line -> line.startsWith("ok"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aBrokenLawIsNamedAndEndsWithACodeOfItsOwn() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "own-operator.md"));
        int begin = page.indexOf("```java") + "```java".length();
        String wrong = page.substring(begin, page.indexOf("```", begin)).replace("{-8}", "{8}");
        var run = CommandLineRun.of(
                "doctor",
                "--operator",
                "ghost",
                "--operator-path",
                pack(wrong, "wrong.jar").toString());
        assertThat(run.out().lines()).anyMatch(line -> line.startsWith("FAIL") && line.contains("adjoint"));
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hqs", "ddnm", "diffpir", "gdp", "dps"})
    void everyRestorerOfTheTableTakesIt(String backbone) throws IOException {
        assertThat(TaskTable.restorers(Task.OWN)).contains(backbone);
        Path clip = Clips.waves(folder.resolve("clip"), 1, 32, 32);
        String sigma = backbone.equals("ddnm") ? "0" : "1"; // whose rules for noise want singular values
        Path network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        var restored = run(
                List.of("restore", clip.toString(), "-o", folder.resolve("out").toString(), "--backbone", backbone),
                "--operator",
                "ghost",
                "--operator-path",
                jar.toString(),
                "--sigma",
                sigma,
                "--steps",
                "2",
                "--model",
                network.toString());
        assertThat(restored.err()).noneMatch(line -> line.startsWith("zvrd:"));
        assertThat(restored.exitCode()).isZero();
    }

    @Test
    void ddnmRefusesItsNoiseAndNamesRestorersThatDoNot() throws IOException {
        Path clip = Clips.waves(folder.resolve("clip"), 1, 32, 32);
        String[] own = {"--operator", "ghost", "--operator-path", jar.toString(), "--backbone", "ddnm"};
        var run = run(
                List.of("restore", clip.toString(), "-o", folder.resolve("out").toString()), own);
        assertThat(run.err().toString()).contains("ghost", "--backbone hqs");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void aClipIsDamagedAndMendedByIt() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 1, 32, 32);
        Path damaged = folder.resolve("damaged");
        String[] own = {"--operator", "ghost", "--operator-path", jar.toString()};
        assertThat(run(List.of("degrade", clean.toString(), "-o", damaged.toString()), own)
                        .exitCode())
                .isZero();
        Path network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        Path mended = folder.resolve("mended");
        var restored = run(
                List.of(
                        "restore",
                        damaged.toString(),
                        "-o",
                        mended.toString(),
                        "--sigma",
                        "0",
                        "--steps",
                        "2",
                        "--model",
                        network.toString()),
                own);
        assertThat(restored.err()).noneMatch(line -> line.startsWith("zvrd:"));
        double before = difference(clean.resolve("0001.png"), damaged.resolve("000001.png"));
        double after = difference(clean.resolve("0001.png"), mended.resolve("000001.png"));
        assertThat(after).isLessThan(before / 4); // all singular values are above 0.4, so that A x = y leaves rounding
    }

    @Test
    void whatIsNotThereIsToldByName() {
        var unknown = CommandLineRun.of("doctor", "--operator", "gost", "--operator-path", jar.toString());
        assertThat(unknown.err().get(0)).contains("gost", "did you mean ghost?");
        assertThat(unknown.exitCode()).isEqualTo(2);
        var missing = CommandLineRun.of("doctor", "--operator", "ghost", "--operator-path", "no-such.jar");
        assertThat(missing.err().get(0)).contains("no-such.jar");
        assertThat(missing.exitCode()).isEqualTo(3);
        var both = CommandLineRun.of("restore", "a", "-o", "b", "--task", "sr", "--operator", "ghost");
        assertThat(both.err().get(0)).contains("--operator belongs to --task own");
        assertThat(both.exitCode()).isEqualTo(2);
    }

    @Test
    void anOperatorThatDoesNotFitTheClipIsRefusedBeforeTheWork() throws IOException {
        String source = """
                package mine;
                import org.bytedeco.pytorch.Tensor;
                public final class Narrow implements zvrd.degradation.DegradationOperator {
                    public String name() { return "narrow"; }
                    public Tensor forward(Tensor x) { return x.narrow(3, 0, 100); }
                    public Tensor adjoint(Tensor y) { return y; }
                }
                """;
        Path clip = Clips.waves(folder.resolve("clip"), 1, 32, 32);
        var run = CommandLineRun.of(
                "restore",
                clip.toString(),
                "-o",
                folder.resolve("out").toString(),
                "--operator",
                "narrow",
                "--operator-path",
                pack(source, "narrow.jar").toString());
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("--operator narrow: does not fit frames of 32x32");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    /** What a broken operator says of itself, and what a reader is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y.narrow(3, 0, 9)   | y      | 1     | \"bad\" | its adjoint gives the shape [1, 3, 32, 9]",
                "y                   | y.neg().log() | 1 | \"bad\" | its pseudo-inverse gives values that are not finite",
                "null                | y      | 1     | \"bad\" | it fails: java.lang.NullPointerException",
                "y                   | y      | 0     | \"bad\" | the alignment 0",
                "y                   | y      | 1 / (this == null ? 1 : 0) | \"bad\" | ArithmeticException",
                "y                   | y      | 1     | null    | mine.Bad has no name",
            })
    void aBrokenOperatorEndsInTwoLines(String adjoint, String inverse, String alignment, String name, String told)
            throws IOException {
        String source = """
                package mine;
                import org.bytedeco.pytorch.Tensor;
                public final class Bad implements zvrd.degradation.DegradationOperator {
                    public String name() { return NAME; }
                    public Tensor forward(Tensor x) { return x.alias(); }
                    public Tensor adjoint(Tensor y) { return ADJOINT; }
                    public Tensor pseudoInverse(Tensor y) { return INVERSE; }
                    public int alignment() { return ALIGNMENT; }
                }
                """.replace("NAME", name)
                .replace("ADJOINT", adjoint)
                .replace("INVERSE", inverse)
                .replace("ALIGNMENT", alignment);
        Path clip = Clips.waves(folder.resolve("clip"), 1, 32, 32);
        String jarOfIt = pack(source, "bad.jar").toString();
        String target = folder.resolve("out").toString();
        var run = CommandLineRun.of(
                "restore", clip.toString(), "-o", target, "--operator", "bad", "--operator-path", jarOfIt);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains(told);
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void framesToBeDamagedAreCutToBlocksOfTheOperator() throws IOException {
        String source = """
                package mine;
                import org.bytedeco.pytorch.Tensor;
                public final class Blocks implements zvrd.degradation.DegradationOperator {
                    public String name() { return "blocks"; }
                    public Tensor forward(Tensor x) { return x.alias(); }
                    public Tensor adjoint(Tensor y) { return y.alias(); }
                    public int alignment() { return 16; }
                }
                """;
        Path clip = Clips.waves(folder.resolve("clip"), 1, 40, 34);
        Path out = folder.resolve("out");
        String jarOfIt = pack(source, "blocks.jar").toString();
        var run = CommandLineRun.of(
                "degrade", clip.toString(), "-o", out.toString(), "--operator", "blocks", "--operator-path", jarOfIt);
        assertThat(run.err()).anyMatch(line -> line.contains("cut to 32x32"));
        assertThat(run.exitCode()).isZero();
        assertThat(Clips.read(out.resolve("000001.png")).getWidth()).isEqualTo(32);
    }

    @Test
    void aJarAloneDoesNotSayWhichOperatorIsMeant() {
        var run = CommandLineRun.of("doctor", "--operator-path", jar.toString());
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).startsWith("zvrd: --operator: is missing");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private static CommandLineRun run(List<String> start, String... more) {
        var all = new java.util.ArrayList<>(start);
        all.addAll(List.of(more));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    /** A jar of the one class in {@code source}, which is in the package {@code mine}. */
    private static Path pack(String source, String name) throws IOException {
        String type = source.replaceAll("(?s).*public final class (\\w+).*", "$1");
        Path home = Files.createTempDirectory(shared, "mine");
        Path file = Files.writeString(home.resolve(type + ".java"), source);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int failed = compiler.run(null, null, null, "-proc:none", "-cp", path, "-d", home.toString(), file.toString());
        assertThat(failed).isZero();
        Path target = home.resolve(name);
        try (OutputStream out = Files.newOutputStream(target);
                var packed = new JarOutputStream(out)) {
            packed.putNextEntry(new JarEntry("mine/" + type + ".class"));
            Files.copy(home.resolve("mine/" + type + ".class"), packed);
            packed.putNextEntry(new JarEntry(SERVICE));
            packed.write(("mine." + type + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return target;
    }

    /** Mean absolute difference of red. */
    private static double difference(Path one, Path other) throws IOException {
        var a = Clips.read(one);
        var b = Clips.read(other);
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                sum += Math.abs((a.getRGB(x, y) >> 16 & 255) - (b.getRGB(x, y) >> 16 & 255));
            }
        }
        return sum / a.getWidth() / a.getHeight();
    }
}
