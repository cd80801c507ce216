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
