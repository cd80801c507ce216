package zvrd.app.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.app.paper.PaperFrames;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.weights.ModelStore;

class ReproduceCommandTest {
    @TempDir
    private Path folder;

    private static Path network = Path.of("");

    @BeforeAll
    static void writesANetwork(@TempDir Path shared) {
        network = TinyNetwork.writeWide(shared.resolve("tiny.safetensors"));
    }

    private CommandLineRun reproduce(String table, int frames, String... more) {
        var all = new ArrayList<>(
                List.of("reproduce", table, "--clips", folder.resolve("clips").toString()));
        all.addAll(List.of("-o", folder.resolve("out").toString(), "--model", network.toString()));
        all.addAll(List.of("--preset", "draft", "--frames", Integer.toString(frames)));
        all.addAll(List.of(more));
        return CommandLineRun.with(new ModelStore(folder.resolve("store")), all.toArray(String[]::new));
    }

    private static double psnr(JsonNode values) {
        return values.required("psnr").asDouble();
    }

    @Test
    void aTableIsMadeOfAFolderAndGoesOnWhereItStopped() throws IOException {
        Clips.waves(folder.resolve("clips/waves"), 2, 60, 40);
        Clips.waves(folder.resolve("clips/narrow"), 2, 40, 90);
        for (String rival : List.of("other", "third")) {
            Clips.waves(folder.resolve(rival + "/waves"), 1, 256, 256);
            Clips.waves(folder.resolve(rival + "/narrow"), 1, 256, 256);
        }
        String[] more = {
            "--rival", "Other=" + folder.resolve("other"), "--json", "--rival", "Third=" + folder.resolve("third")
        };
        var run = reproduce("denoise", 1, more);
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        JsonNode told = new JsonMapper().readTree(run.out());
        assertThat(told.required("rows").propertyNames())
                .containsExactly("input", "HQS", "HQS + ZVRD", "DDNM", "DDNM + ZVRD", "Other", "Third");
        assertThat(psnr(told.required("rows").required("input").required("mean")))
                .isBetween(20.0, 21.0); // noise of 25 levels: 20.2 dB, clipped a little
        JsonNode row = told.required("rows").required("HQS");
        assertThat(row.required("clips")).hasSize(2);
        double first = psnr(row.required("clips").get(0));
        double second = psnr(row.required("clips").get(1));
        assertThat(psnr(row.required("mean"))).isCloseTo((first + second) / 2, within(1e-9));
        assertThat(first).isNotEqualTo(second);
        assertThat(row.required("mean").required("consistency").isNumber()).isTrue();
        Path clean = folder.resolve("out/denoise/waves/clean.mkv");
        try (FrameReader reader = FrameReader.open(clean, ReadOptions.ALL)) {
            assertThat(reader.info().width()).isEqualTo(256);
            assertThat(reader.info().height()).isEqualTo(256);
        }
        assertThat(folder.resolve("out/denoise.md")).content().contains("| HQS + ZVRD |", "preset draft");

        var again = reproduce("denoise", 1, more);
        assertThat(again.exitCode()).isZero();
        assertThat(again.err())
                .filteredOn(line -> line.contains("is there already"))
                .hasSize(8);
        assertThat(again.out()).isEqualTo(run.out());
    }

    @Test
    void pairsOfDarkAndLightAreMeasuredAndOtherPartsOfThemAreNotMixedUp() throws IOException {
        Path pair = folder.resolve("clips/street");
        Clips.waves(pair.resolve("normal"), 3, 256, 256);
        Clips.waves(pair.resolve("low"), 3, 256, 256);
        Path late = Clips.waves(folder.resolve("rival/street"), 3, 256, 256);
        Files.delete(late.resolve("0001.png"));
        String rival = "Late=" + folder.resolve("rival");
        var run = reproduce("lowlight", 2, "--json", "--rival", rival);
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        JsonNode told = new JsonMapper().readTree(run.out());
        assertThat(told.required("rows").propertyNames()).containsExactly("input", "GDP", "GDP + ZVRD", "Late");
        assertThat(told.required("rows")
                        .required("input")
                        .required("mean")
                        .required("we")
                        .isNumber())
                .isTrue();
        assertThat(run.err())
                .anyMatch(line -> line.startsWith("warning: " + late + ": seems to be displaced")
                        && line.contains("1 frame later"));
        assertThat(told.required("warnings").get(0).asString()).startsWith(late + ": seems to be displaced");

        Path out = folder.resolve("out/lowlight/street");
        byte[] clean = Files.readAllBytes(out.resolve("clean.mkv"));
        var shorter = reproduce("lowlight", 1);
        assertThat(shorter.exitCode()).isEqualTo(6);
        assertThat(shorter.err()).hasSize(2);
        assertThat(shorter.err().get(0)).contains(out + ": holds clips that were restored from another part");
        assertThat(shorter.err().get(1)).contains("-y");
        assertThat(out.resolve("clean.mkv")).hasBinaryContent(clean);
        assertThat(out).isDirectoryNotContaining("glob:**new-*");

        var replaced = reproduce("lowlight", 1, "-y");
        assertThat(replaced.exitCode()).as("%s", replaced.err()).isZero();
        var same = reproduce("lowlight", 1, "-y");
        assertThat(same.err())
                .filteredOn(line -> line.contains("is there already"))
                .hasSize(2);
    }

    @Test
    void aPairOfTwoLengthsIsRefused() throws IOException {
        Clips.waves(folder.resolve("clips/street/normal"), 2, 32, 32);
        Clips.waves(folder.resolve("clips/street/low"), 1, 32, 32);
        var run = reproduce("lowlight", 3);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().get(0)).contains("low: has 1 frames", "normal has 2");
        assertThat(folder.resolve("out/lowlight/street")).isEmptyDirectory();
    }

    @Test
    void rivalsThatCannotBeMeasuredAreRefusedBeforeTheWork() throws IOException {
        Clips.waves(folder.resolve("clips/waves"), 2, 60, 40);
        Path good = folder.resolve("good");
        Clips.waves(good.resolve("waves"), 2, 256, 256);
        Path small = folder.resolve("small");
        Clips.waves(small.resolve("waves"), 2, 60, 40);
        Path longer = folder.resolve("longer");
        Clips.waves(longer.resolve("waves"), 3, 256, 256);
        refused(2, "--rival HQS: that is what a row of ours is called", "--rival", "HQS=" + good);
        refused(2, "--rival: a name is there twice", "--rival", "A=" + good, "--rival", "A=" + small);
        refused(3, "a clip called waves expected", "--rival", "A=" + folder.resolve("nowhere"));
        refused(3, "frames of 256x256 pixels expected, found 60x40", "--rival", "A=" + small);
        refused(3, "2 frames expected, found 3", "--rival", "A=" + longer);
        refused(4, "--flow raft", "--flow", "raft");
        refused(2, "--threads expects", "--threads", "0");
        assertThat(folder.resolve("out/denoise/waves")).isEmptyDirectory();
    }

    private void refused(int exitCode, String why, String... more) {
        var run = reproduce("denoise", 2, more);
        assertThat(run.exitCode()).as("%s", run.err()).isEqualTo(exitCode);
        assertThat(run.err().get(0)).contains(why);
    }

    @Test
    void framesAreTheMiddleSquare() throws Exception {
        Path clip = Files.createDirectories(folder.resolve("wide"));
        var image = new BufferedImage(96, 32, BufferedImage.TYPE_INT_RGB);
        for (int x = 32; x < 64; x++) {
            for (int y = 0; y < 32; y++) {
                image.setRGB(x, y, 0x804020); // the middle third
            }
        }
        ImageIO.write(image, "png", clip.resolve("1.png").toFile());
        Path square = folder.resolve("square.mkv");
        PaperFrames.write(clip, ReadOptions.ALL, square);
        try (FrameReader reader = FrameReader.open(square, ReadOptions.ALL)) {
            Frame frame = requireNonNull(reader.next());
            for (int p = 0; p < frame.rgb().length; p++) {
                assertThat((frame.rgb()[p] & 0xffff) / 257).isEqualTo(new int[] {0x80, 0x40, 0x20}[p % 3]);
            }
        }
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Clips.waves(folder.resolve("clips/waves"), 1, 16, 16);
        var table = reproduce("everything", 1);
        assertThat(table.exitCode()).isEqualTo(2);
        assertThat(table.err().get(0)).contains("TABLE: one of [sr, colorize,");
        var pairs = reproduce("lowlight", 1);
        assertThat(pairs.exitCode()).isEqualTo(3);
        assertThat(pairs.err().get(0)).contains("a clip called normal expected");
        assertThat(pairs.err().get(1)).contains("NAME/low", "NAME/normal");
    }
}
