package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Folders of clips, and the two seconds that are looked at first. */
class BatchTest {
    @TempDir
    private Path folder;

    private Path network;

    @BeforeEach
    void writesANetwork() {
        network = TinyNetwork.write(folder.resolve("tiny.safetensors"), false);
    }

    @Test
    void aTreeOfClipsIsRecreatedAndABrokenOneDoesNotStopTheOthers() throws IOException {
        Path tree = folder.resolve("clips");
        film(Clips.waves(folder.resolve("waves"), 2, 12, 8), tree.resolve("a/one.mkv"));
        Files.copy(tree.resolve("a/one.mkv"), tree.resolve("a/one.avi"));
        Clips.waves(tree.resolve("b/deep/pictures"), 2, 12, 8);
        Files.writeString(tree.resolve("a/broken.mp4"), "not a film");
        Files.writeString(tree.resolve("a/notes.txt"), "no clip");
        Files.createDirectories(tree.resolve(".hidden"));
        Files.copy(tree.resolve("a/one.mkv"), tree.resolve(".hidden/two.mkv"));

        var run = run("restore", tree.toString(), "-o", tree.resolve("out") + "/", "--json");

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.err().toString()).contains("broken.mp4").contains("1 of 4 clips failed");
        assertThat(files(tree.resolve("out"))).containsExactly("a/one.avi.mkv", "a/one.mkv.mkv", "b/deep/pictures.mkv");
        JsonNode told = JsonMapper.shared().readTree(run.out());
        assertThat(told.path("done").asInt()).isEqualTo(3);
        assertThat(told.path("failed").asInt()).isEqualTo(1);
        assertThat(told.path("clips").path(0).path("exit").asInt()).isEqualTo(3);
        assertThat(told.path("clips").path(0).path("error").asString()).contains("broken.mp4");
        assertThat(told.path("clips").path(1).path("summary").path("frames").asInt())
                .isEqualTo(2);
    }

    @Test
    void aTreeWithoutAClipIsRefused() throws IOException {
        Path tree = folder.resolve("clips");
        Files.createDirectories(tree.resolve("empty"));
        var run = run("restore", tree.toString(), "-o", folder.resolve("out") + "/");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().get(0)).contains("no picture and no clip");
    }

    @Test
    void aTreeNeedsAFolderToGoTo() throws IOException {
        Path tree = folder.resolve("clips");
        film(Clips.waves(folder.resolve("waves"), 1, 12, 8), tree.resolve("one.mkv"));
        var run =
                run("restore", tree.toString(), "-o", folder.resolve("out.mkv").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().get(0)).contains("need a folder");
    }

    @Test
    void aPreviewIsTwoSecondsFromTheMiddleAndAPictureOfThem() throws IOException {
        Path clip = Clips.waves(folder.resolve("waves"), 100, 12, 8);
        Path out = folder.resolve("look.mkv");

        var run = run("preview", clip.toString(), "-o", out.toString(), "--json");

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        JsonNode told = JsonMapper.shared().readTree(run.out());
        assertThat(told.path("summary").path("frames").asInt()).isEqualTo(50);
        var sheet = Clips.read(Path.of(told.path("sheet").asString()));
        assertThat(sheet.getWidth()).isEqualTo(4 * 24 + 3 * 4);
        assertThat(sheet.getHeight()).isEqualTo(2 * 16 + 4);
        var first = Clips.read(clip.resolve("0026.png")); // 25 of 100 frames are left out before the middle
        for (int shift = 0; shift < 24; shift += 8) { // enlarging takes a little from the corner's neighbours
            int seen = sheet.getRGB(0, 0) >> shift & 255;
            assertThat(Math.abs(seen - (first.getRGB(0, 0) >> shift & 255))).isLessThan(8);
        }
        assertThat(run(
                                "preview",
                                clip.toString(),
                                "-o",
                                folder.resolve("look.mp4").toString())
                        .exitCode())
                .isEqualTo(6); // the picture would be replaced
    }

    @Test
    void theSheetOfAPreviewIsNeverOneOfItsFrames() throws IOException {
        Path clip = Clips.waves(folder.resolve("waves"), 3, 12, 8);
        Path one = folder.resolve("one.png");
        var single = run("preview", clip.toString(), "-o", one.toString(), "--frames", "1");
        assertThat(single.exitCode()).as(single.err().toString()).isZero();
        assertThat(Clips.read(one).getWidth()).isEqualTo(24);
        assertThat(folder.resolve("one-sheet.png")).exists();

        Files.createDirectories(folder.resolve("look"));
        String pattern = folder.resolve("look/%04d.png").toString();
        var several = run("preview", clip.toString(), "-o", pattern, "--frames", "2");
        assertThat(several.exitCode()).as(several.err().toString()).isZero();
        assertThat(files(folder.resolve("look"))).containsExactly("0001.png", "0002.png");
        assertThat(folder.resolve("look-sheet.png")).exists();
    }

    @Test
    void aPreviewOfHighDynamicRangeKeepsItWhereThatIsWanted() {
        Path clip = Clips.brightFilm(folder.resolve("hdr.mkv"), 4, 12, 8);
        Path out = folder.resolve("look.mkv");
        var run = run("preview", clip.toString(), "-o", out.toString(), "--frames", "2", "--hdr", "keep");
        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        assertThat(folder.resolve("look-sheet.png")).exists();
    }

    @Test
    void aFirstClipOfAnOddSizeDoesNotStopTheOthers() throws IOException {
        Path odd = Clips.waves(folder.resolve("a-odd"), 1, 33, 32);
        Path even = Clips.waves(folder.resolve("b-even"), 1, 32, 32);
        Path out = folder.resolve("out");
        var run = CommandLineRun.of(
                "restore",
                odd.toString(),
                even.toString(),
                "-o",
                out + "/",
                "--codec",
                "h264",
                "--task",
                "denoise",
                "--sigma",
                "10",
                "--steps",
                "1",
                "--temporal",
                "none",
                "--model",
                "" + network);
        assertThat(run.exitCode()).as(run.err().toString()).isEqualTo(7);
        assertThat(run.err().toString()).contains("even sizes only").contains("1 of 2 clips failed");
        assertThat(files(out)).containsExactly("b-even.mkv");
    }

    private CommandLineRun run(String... args) {
        var all = new ArrayList<>(List.of(args));
        String options = "--task sr --scale 2 --steps 1 --temporal none --model " + network;
        all.addAll(List.of(options.split(" ")));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    /** Pictures as a film, by the program's own writer. */
    private static void film(Path pictures, Path film) throws IOException {
        Files.createDirectories(film.getParent());
        var run = CommandLineRun.of(
                "degrade", pictures.toString(), "-o", film.toString(), "--task", "denoise", "--sigma", "0");
        assertThat(run.exitCode()).as(run.err().toString()).isZero();
    }

    private static List<String> files(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.endsWith(".zvrd.json"))
                    .sorted()
                    .toList();
        }
    }
}
