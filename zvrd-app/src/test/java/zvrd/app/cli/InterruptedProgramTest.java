package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own, told to end or running out of disk, and the same command after that. */
class InterruptedProgramTest {
    private static final String JOB =
            "--task sr --scale 2 --steps 100 --start-step 999 --backbone ddnm --precision float32";

    @TempDir
    private static Path folder;

    private static Path network = Path.of("");
    private static Path clip = Path.of("");
    private static Path larger = Path.of("");

    @BeforeAll
    static void writesANetworkAndAClip() throws IOException {
        network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
        clip = Clips.waves(folder.resolve("clip"), 3, 12, 8);
        larger = Clips.waves(folder.resolve("larger"), 3, 16, 12);
    }

    private static List<String> arguments(String output, String options) {
        var all = new ArrayList<>(List.of("restore", (output.startsWith("full") ? larger : clip).toString(), "-o"));
        all.addAll(List.of(folder.resolve(output).toString(), "--model", network.toString()));
        all.addAll(List.of(options.split(" ")));
        return all;
    }

    private static CommandLineRun here(String output, String options) {
        return CommandLineRun.of(arguments(output, options).toArray(String[]::new));
    }

    private static Process there(String output, String options, String before, Path errors) throws IOException {
        // a program that was started in the background of a script is deaf to Ctrl-C, and so is all that it starts
        String hearing = OS.LINUX.isCurrentOs() ? "env --default-signal=INT " : "";
        var all = new ArrayList<>(List.of("/bin/sh", "-c", before + " exec " + hearing + "\"$@\"", "sh"));
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-Xmx512m", "-XX:-UsePerfData", "-Dorg.bytedeco.javacpp.nopointergc=true"));
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), Zvrd.class.getName()));
        all.addAll(arguments(output, options));
        return new ProcessBuilder(all).redirectError(errors.toFile()).start();
    }

    @ParameterizedTest
    @CsvSource("INT, 130")
    void aSignalEndsItWithWhatIsDoneKept(String signal, int exit) throws Exception {
        Path errors = folder.resolve("errors-" + signal);
        Process process = there("out.mkv", JOB + " --progress json", "", errors);
        while (process.isAlive() && !Files.readString(errors).contains("\"event\":\"progress\"")) {
            Thread.sleep(20);
        }
        long begin = System.nanoTime();
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(10);
        assertThat(process.exitValue()).isEqualTo(exit);
        List<String> told = Files.readAllLines(errors);
        assertThat(told).anyMatch(line -> line.startsWith("zvrd: interrupted: ") && line.contains(" of 100 steps"));
        assertThat(told).anyMatch(line -> line.contains("the same command goes on from there"));
        assertThat(folder.resolve("out.mkv")).doesNotExist();
        assertThat(here("out.mkv", JOB).exitCode()).isZero();
        assertSameAsUndisturbed("out.mkv", JOB);
        assertThat(folder.resolve("out.mkv.zvrd-work")).doesNotExist();
    }

    @Tag("slow")
    @Test
    void aRequestToEndDoesTheSame() throws Exception {
        aSignalEndsItWithWhatIsDoneKept("TERM", 143);
    }

    @Tag("slow")
    @Test
    void aFullDiskEndsItWith5AndTheSameCommandGoesOn() throws Exception {
        String options = "--task sr --scale 2 --steps 3 --precision float32 --temporal guidance,noise --window 2";
        Path errors = folder.resolve("errors-full");
        Process process =
                there("full.mkv", options, "ulimit -f 8;", errors); // less than what a window leaves to the next
        assertThat(process.waitFor()).isEqualTo(5);
        assertThat(Files.readAllLines(errors)).anyMatch(line -> line.contains("cannot be kept"));
        assertThat(folder.resolve("full.mkv")).doesNotExist();
        assertThat(here("full.mkv", options).exitCode()).isZero();
        assertSameAsUndisturbed("full.mkv", options);
    }

    private static void assertSameAsUndisturbed(String output, String options) throws IOException {
        String whole = output.replace(".mkv", "-whole.mkv");
        assertThat(here(whole, options + " -y").exitCode()).isZero();
        assertThat(Files.mismatch(folder.resolve(whole), folder.resolve(output)))
                .isEqualTo(-1);
        Files.delete(folder.resolve(output));
    }
}
