package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.journal.WorkFolder;

/** A real process that is killed without a word (SIGKILL), and a second one that ends with the bytes of an undisturbed one. */
class KilledJobTest {
    private static final int FRAMES = 6;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void restoresUndisturbed() throws Exception {
        SmallJob.prepare(folder, FRAMES);
        for (String restorer : List.of("ddnm", "hqs")) {
            VideoRestorer.run(SmallJob.of(folder, restorer).request(restorer + ".mkv"), StepListener.none());
        }
    }

    static IntStream aFewMoments() {
        return IntStream.of(1, 2);
    }

    static IntStream momentsOfRestoring() {
        return IntStream.range(0, 40);
    }

    static IntStream momentsOfWriting() {
        return IntStream.range(0, 10);
    }

    @ParameterizedTest
    @MethodSource("aFewMoments")
    void aKillDoesNotChangeAByte(int seed) throws Exception {
        killAndGoOn("ddnm", "step", seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("momentsOfRestoring")
    void aKillAtAnyMomentDoesNotChangeAByte(int seed) throws Exception {
        killAndGoOn(seed % 2 == 0 ? "ddnm" : "hqs", seed % 10 == 9 ? "planned" : "step", seed);
    }

    @ParameterizedTest
    @MethodSource("zero")
    void aKillWhileTheOutputIsWrittenDoesNotChangeAByte(int seed) throws Exception {
        killAndGoOn("ddnm", "frame " + (FRAMES - 1), seed);
    }

    static IntStream zero() {
        return IntStream.of(0);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("momentsOfWriting")
    void aKillAtAnyMomentOfWritingDoesNotChangeAByte(int seed) throws Exception {
        killAndGoOn("ddnm", seed == 9 ? "done" : "frame " + (FRAMES - 1), seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("momentsOfRestoring")
    void aKillWhileTheWorkIsTakenAwayDoesNotChangeAByte(int seed) throws Exception {
        killAndGoOn("ddnm", "done", seed);
    }

    /** Kills a run at random, a while after it said {@code word}; every seed another moment. */
    private void killAndGoOn(String restorer, String word, int seed) throws Exception {
        var random = new Random(seed);
        boolean writing = !word.equals("step");
        int words = writing ? 1 : 1 + random.nextInt(11);
        int delay = word.equals("done") ? seed / 4 : writing ? 20 * seed + random.nextInt(20) : random.nextInt(40);
        List<String> before = killed(restorer, seed % 3 == 0 ? 3600 : 0, word, words, delay);
        var after = new ArrayList<String>();
        RestoreRequest request = SmallJob.of(folder, restorer).request("out.mkv");
        if (hasEnded()) { // the kill came too late for more than a folder that is left
            assertThatThrownBy(() -> VideoRestorer.run(request, StepListener.none()))
                    .hasMessageContaining("exists already");
        } else {
            VideoRestorer.run(request, new KilledRun.Told(after::add));
        }
        String told = "killed " + delay + " ms after " + words + " times " + word + ": " + before + " then " + after;
        assertThat(folder.resolve("out.mkv")).as(told).exists();
        assertThat(Files.mismatch(folder.resolve(restorer + ".mkv"), folder.resolve("out.mkv")))
                .as(told)
                .isEqualTo(-1);
        assertThat(WorkFolder.pathOf(folder.resolve("out.mkv"))).as(told).doesNotExist();
        if (seed % 3 != 0) { // each window is saved after each step: none is done again but the one under way
            List<String> again = new ArrayList<>(after);
            again.retainAll(before.subList(0, Math.max(0, before.size() - 1)));
            again.removeIf(line -> !line.startsWith("step"));
            assertThat(again).as(told).hasSizeLessThanOrEqualTo(1);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .as(told)
                    .containsExactlyInAnyOrder("in", "tiny.safetensors", "ddnm.mkv", "hqs.mkv", "out.mkv");
        }
        Files.delete(folder.resolve("out.mkv"));
    }

    /** Whether the output is there and nothing of the work on it. */
    private static boolean hasEnded() throws IOException {
        Path work = WorkFolder.pathOf(folder.resolve("out.mkv"));
        if (!Files.exists(work)) {
            assertThat(folder.resolve("out.mkv")).exists();
            return true;
        }
        try (Stream<Path> left = Files.list(work)) {
            return Files.exists(folder.resolve("out.mkv"))
                    && left.noneMatch(file -> file.toString().endsWith(".zvrd"));
        }
    }

    /** What a process said that was killed {@code delay} milliseconds after it had said {@code word} so many times. */
    private static List<String> killed(String restorer, int pause, String word, int times, int delay) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        folder.toString(),
                        restorer,
                        "out.mkv",
                        Integer.toString(pause))
                .redirectError(Redirect.INHERIT)
                .start();
        var lines = new ArrayList<String>();
        int heard = 0;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                heard += line.startsWith(word) ? 1 : 0;
                if (heard == times && line.startsWith(word)) {
                    Thread.sleep(delay);
                    process.toHandle()
                            .destroyForcibly(); // which, unlike the process's own, leaves its words to be read
                }
            }
        }
        assertThat(process.waitFor()).as("%s", lines).isIn(0, 137);
        return lines;
    }
}
