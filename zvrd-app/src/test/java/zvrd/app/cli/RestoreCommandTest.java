package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RestoreCommandTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path network = Path.of("");
    private static Path small = Path.of("");

    @BeforeAll
    static void writesANetworkAndAClip() throws IOException {
        network = TinyNetwork.write(shared.resolve("tiny.safetensors"), false);
        small = Clips.waves(shared.resolve("small"), 2, 12, 8);
    }

    private CommandLineRun restore(Path input, String output, String more) {
        var all = new ArrayList<>(List.of(
                "restore", input.toString(), "-o", folder.resolve(output).toString()));
        all.addAll(List.of(more.split(" ")));
        if (!more.contains("--model")) {
            all.addAll(List.of("--model", network.toString()));
        }
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    @Test
    void aClipComesOutFourTimesAsLargeAndExplainsItsInput() throws IOException {
        var run = restore(small, "large", "--task sr --steps 2 --precision float32 --progress json --json");
        assertThat(run.err().toString()).contains("\"event\":\"done\"");
        assertThat(run.exitCode()).isZero();
        BufferedImage large = Clips.read(folder.resolve("large/000002.png"));
        assertThat(large.getWidth()).isEqualTo(48);
        assertThat(large.getHeight()).isEqualTo(32);
        JsonNode summary = new JsonMapper().readTree(run.out()).required("summary");
        assertThat(summary.required("frames").asInt()).isEqualTo(2);
        assertThat(summary.required("consistency").asDouble())
                .isLessThan(0.01); // float32 means of sixteen values, in levels
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--task denoise --sigma 20",
                "--task denoise --noise poisson",
                "--task deblur --kernel gaussian:1.2 --noise poisson --sigma 9 --backbone diffpir",
                "--task sr --scale 2 --mask box:1,1,3,3",
                "--task colorize --mask box:2,2,4,4 --mask-grow 1",
                "--task denoise",
                "--task colorize --backbone ddnm --eta 0.5",
                "--task inpaint --mask box:2,2,4,4 --backbone diffpir",
                "--task deblur --kernel gaussian:1.2 --sigma 2",
                "--task sr --scale 2 --downsample bicubic --tile 16 --tile-overlap 4 --threads 1 --seed 5",
                "--task sr --temporal attention --trajectory exact --trajectory-values old-qk --trajectory-from 900",
                "--task sr --temporal guidance --guidance-loss l1",
                "--task sr --preset draft --start-step 300 --device cpu --max-memory 8G",
            })
    void everyTaskRunsFromTheCommandLine(String options) throws IOException {
        var run = restore(small, "out", options + " --frames 1" + (options.contains("draft") ? "" : " --steps 2"));
        assertThat(run.err()).noneSatisfy(line -> assertThat(line).startsWith("zvrd:"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--task sr --backbone magic | 2 | --backbone",
                "--task sr --steps 0 | 2 | --steps",
                "--task sr --start-step 1000 | 2 | --start-step",
                "--task sr --eta 2 --backbone ddnm | 2 | --eta",
                "--task sr --preset fancy | 2 | --preset",
                "--task sr --precision float64 | 2 | --precision",
                "--task sr --tile 15 | 2 | --tile",
                "--task sr --threads 0 | 2 | --threads",
                "--task sr --device tpu | 2 | --device",
                "--task sr --max-memory lots | 2 | --max-memory",
                "--task sr --progress loud | 2 | --progress",
                "--task sr --codec wmv | 2 | codec",
                "--task sr --seed x | 2 | --seed",
                "--task sr --temporal some | 2 | --temporal",
                "--task sr --temporal noise --guidance-scale 0.01 | 2 | --guidance-scale",
                "--task sr --guidance-scale 2 | 2 | --guidance-scale",
                "--task sr --temporal noise --guidance-loss l1 | 2 | --guidance-loss",
                "--task sr --guidance-loss square | 2 | --guidance-loss",
                "--task sr --window 0 | 2 | --window",
                "--task sr --window 4 --window-overlap 4 | 2 | --window-overlap",
                "--task sr --flow farneback | 2 | --flow",
                "--task sr --flow raft | 4 | raft",
                "--task inpaint | 2 | --mask",
                "--task sr --model no-such.safetensors | 4 | no-such.safetensors",
            })
    void mistakesEndWithTheirCodeAndTwoLinesAndNothingWritten(String options, int code, String named)
            throws IOException {
        var run = restore(small, "out.mkv", options);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).startsWith("zvrd: ").contains(named);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aModelThatWantsAClassLabelIsRefused() {
        Path conditional = TinyNetwork.write(folder.resolve("classes.safetensors"), true);
        var run = restore(small, "out.mkv", "--task sr --model " + conditional);
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("class label");
    }

    @Test
    void anInputThatIsNoClipIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "not a film");
        var run = restore(text, "out.mkv", "--task sr");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("notes.mp4");
    }

    @Test
    void anOutputThatExistsIsKept() throws IOException {
        Path there = Files.writeString(folder.resolve("there.mkv"), "precious");
        var run = restore(small, "there.mkv", "--task sr --steps 1");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).hasSize(2);
        assertThat(there).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void masksThatDoNotGoWithTheFramesAreRefusedBeforeTheWork(int masks) throws IOException {
        Path two = Clips.waves(folder.resolve("in"), masks == 1 ? 3 : 2, 12, 8);
        Path folderOfMasks = Clips.waves(folder.resolve("masks"), masks == 1 ? 2 : 3, 12, 8);
        var run = restore(two, "out", "--task inpaint --steps 1000 --backbone ddnm --mask " + folderOfMasks);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("2", "3", "masks", "frames");
    }

    @Test
    void aWindowOfMoreFramesThanAnyNumberOfMasksWeKeepIsRestored() throws IOException {
        Path many = Clips.waves(folder.resolve("many"), 70, 12, 8); // once, 64 masks were kept
        Path masks = Clips.waves(folder.resolve("masks"), 70, 12, 8);
        var run = restore(
                many, "out", "--task inpaint --steps 1 --window 70 --temporal guidance --shots none --mask " + masks);
        assertThat(run.err()).noneMatch(line -> line.startsWith("zvrd:"));
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aClipThatIsNotWhatTheTaskTakesItForIsWarnedOfAndRestored() {
        var run = restore(small, "out", "--task colorize --steps 1 --json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).anyMatch(line -> line.startsWith("warning: " + small) && line.contains("colours"));
        assertThat(new JsonMapper().readTree(run.out()).required("warnings").size())
                .isPositive();
        var quiet = restore(small, "quiet", "--task colorize --steps 1 -q");
        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void onePictureForSeveralFramesIsRefusedBeforeTheWork() {
        var run = restore(small, "out.png", "--task sr --backbone ddnm --steps 1000 --progress plain");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).hasSize(2); // and no line of progress
        assertThat(run.err().get(0)).contains("out.png").contains("2 frames");
    }

    @Test
    void severalClipsGoToAFolderAndTheFailedOnesAreCounted() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "not a film");
        Files.createDirectory(folder.resolve("out"));
        String[] batch = {
            "restore",
            broken.toString(),
            small.toString(),
            "-o",
            folder.resolve("out").toString(),
            "--task",
            "sr",
            "--scale",
            "2",
            "--steps",
            "1",
            "--model",
            network.toString()
        };
        var run = CommandLineRun.of(batch);
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err().toString()).contains("broken.mp4").contains("1 of 2 clips failed");
        assertThat(folder.resolve("out/small.mkv")).isNotEmptyFile();
        assertThat(folder.resolve("out/broken.mkv")).doesNotExist();
        var again =
                CommandLineRun.of(batch); // as after an interruption: what is done is not done again, and no failure
        assertThat(again.err().toString())
                .contains("small.mkv: is there already")
                .contains("1 of 2 clips failed");
    }

    @Test
    void whatIsWrongWithALaterClipAloneDoesNotStopTheOthers() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("odd")).resolve("%0100d.png"); // no name has so many digits
        Path third = Clips.waves(folder.resolve("third"), 1, 12, 8);
        Path out = Files.createDirectory(folder.resolve("out"));
        String options = "--task sr --scale 2 --steps 1 --model " + network;
        var all = new ArrayList<>(List.of("restore", small.toString(), odd.toString(), third.toString()));
        all.addAll(List.of("-o", out.toString()));
        all.addAll(List.of(options.split(" ")));
        var run = CommandLineRun.of(all.toArray(String[]::new));
        assertThat(run.err().toString()).contains("%0100d.png").contains("1 of 3 clips failed");
        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(out.resolve("third.mkv")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore in.mkv -o out.mkv --task sr --scale 2 --downsample bicubic --task sr",
                "restore in.mkv -o out.mkv --task sr --scale 2 --scale=4",
                "restore -o a.mkv in.mkv --output=b.mkv --task sr",
                "probe in.mkv --task sr --task denoise"
            })
    void anOptionThatIsGivenTwiceIsRefusedAndNotItsWholeGroupForgotten(String line) {
        var run = CommandLineRun.of(line.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).contains("is given twice");
    }

    @Test
    void valuesThatLookLikeOptionsAndOptionsOfManyValuesAreNotGivenTwice() {
        var run = CommandLineRun.of(
                "restore", "in.mkv", "-o", "--task", "--task", "sr", "--operator-path", "a", "--operator-path", "b");
        assertThat(run.err().toString()).doesNotContain("twice");
    }

    @Test
    void severalClipsWithoutAFolderAreAUsageError() {
        var run = CommandLineRun.of("restore", "a.mp4", "b.mp4", "-o", "out.mkv", "--task", "sr");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().get(0)).contains("need a folder");
    }

    /** A run to out.mkv that is interrupted so many milliseconds after it took its work folder. */
    private CommandLineRun interrupted(String options, int milliseconds) throws InterruptedException {
        var run = new CommandLineRun[1];
        var work = new Thread(() -> run[0] = restore(small, "out.mkv", options));
        work.start();
        while (work.isAlive() && !Files.exists(folder.resolve("out.mkv.zvrd-work/job.json"))) {
            Thread.sleep(5);
        }
        Thread.sleep(milliseconds);
        work.interrupt();
        work.join();
        return run[0];
    }

    @Test
    void anInterruptedRestorationSaysHowFarItIsAndGoesOn() throws Exception {
        String options = "--task sr --steps 90 --start-step 999 --backbone ddnm";
        assertThat(restore(small, "whole.mkv", options).exitCode()).isZero();
        Path kept = folder.resolve("out.mkv.zvrd-work");
        CommandLineRun run = interrupted(options, 100);
        for (int later = 200;
                Files.notExists(kept) && later < 5000;
                later *= 2) { // before the first step there is nothing to keep
            run = interrupted(options, later);
        }
        assertThat(run.exitCode()).as(String.join("\n", run.err())).isEqualTo(130);
        assertThat(run.err().toString()).contains("interrupted: ", "restored", "the same command goes on from there");
        assertThat(folder.resolve("out.mkv")).doesNotExist();
        assertThat(restore(small, "out.mkv", options + " --seed 3").exitCode()).isEqualTo(6);
        assertThat(restore(small, "out.mkv", options + " --resume").exitCode()).isZero();
        assertThat(Files.mismatch(folder.resolve("whole.mkv"), folder.resolve("out.mkv")))
                .isEqualTo(-1);
        assertThat(kept).doesNotExist();
    }

    @Test
    void whatAnOutputComesFromStandsBesideItAndMakesItAgain() throws IOException {
        String options = "--task inpaint --mask box:2,2,4,4 --steps 2 --seed 5 --frames 2 --threads 2";
        assertThat(restore(small, "one.mkv", options).exitCode()).isZero();
        Path told = folder.resolve("one.mkv.zvrd.json");
        JsonNode facts = new JsonMapper().readTree(Files.readString(told));
        assertThat(facts.required("identity").required("--seed").asString()).isEqualTo("5");
        assertThat(facts.required("summary").required("frames").asInt()).isEqualTo(2);
        String two = folder.resolve("two.mkv").toString();
        var again = CommandLineRun.of("restore", "--from", told.toString(), "-o", two, "--threads", "1");
        assertThat(again.exitCode()).as(() -> String.join("\n", again.err())).isZero();
        assertThat(again.err().toString()).contains("the same bytes as");
        assertThat(Files.mismatch(folder.resolve("one.mkv"), Path.of(two))).isEqualTo(-1);
        String build =
                facts.required("identity").required("build of the program").asString();
        Path other = folder.resolve("other.json"); // as another build of the program writes it
        Files.writeString(other, Files.readString(told).replace(build, "0".repeat(64)));
        String three = folder.resolve("three.mkv").toString();
        var rebuilt = CommandLineRun.of("restore", "--from", other.toString(), "-o", three);
        assertThat(rebuilt.exitCode()).isZero();
        assertThat(rebuilt.err().toString())
                .contains("build of the program was 000000000000…, is " + build.substring(0, 12));
        var same = CommandLineRun.of("restore", "--from", told.toString());
        assertThat(same.err().toString()).contains("is there already");
        var besides = CommandLineRun.of("restore", "--from", told.toString(), "-o", two, "--seed", "4");
        assertThat(besides.exitCode()).isEqualTo(2);
        assertThat(besides.err().get(0)).contains("--seed");
    }

    @Test
    void aJobWhoseInputIsAnotherIsNotRepeated() throws IOException {
        Path clip = Clips.waves(folder.resolve("clip"), 1, 12, 8);
        assertThat(restore(clip, "one.mkv", "--task sr --scale 2 --steps 1").exitCode())
                .isZero();
        Clips.halfWhite(clip.resolve("0001.png"), 12, 8);
        Path told = folder.resolve("one.mkv.zvrd.json");
        var again = CommandLineRun.of(
                "restore",
                "--from",
                told.toString(),
                "-o",
                folder.resolve("b.mkv").toString());
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.err()).hasSize(2);
        assertThat(again.err().get(0)).contains("input was");
        Files.writeString(told, "{}");
        assertThat(CommandLineRun.of("restore", "--from", told.toString()).exitCode())
                .isEqualTo(3);
    }

    @Test
    void helpNamesEveryOptionInItsGroup() {
        var run = CommandLineRun.of("restore", "--help");
        assertThat(run.exitCode()).isZero();
        for (String option : List.of(
                "--task",
                "--scale",
                "--downsample",
                "--kernel",
                "--sigma",
                "--mask",
                "--mask-grow",
                "--backbone",
                "--model",
                "--steps",
                "--start-step",
                "--eta",
                "--seed",
                "--preset",
                "--precision",
                "--tile",
                "--tile-overlap",
                "--codec",
                "--crf",
                "--lossless",
                "--no-audio",
                "--no-subtitles",
                "--start",
                "--frames",
                "--device",
                "--threads",
                "--max-memory",
                "--resume",
                "--fresh",
                "--from",
                "-y",
                "--progress",
                "--json",
                "-q",
                "-v")) {
            assertThat(run.out()).contains(option);
        }
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }
}
