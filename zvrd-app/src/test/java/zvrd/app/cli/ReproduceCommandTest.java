package zvrd.app.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

class ReproduceCommandTest {
    @TempDir
    private Path folder;

    private CommandLineRun reproduce(String table, String... more) {
        Path network = folder.resolve("tiny.safetensors");
        TinyNetwork.write(network, false);
        var all = new ArrayList<>(
                List.of("reproduce", table, "--clips", folder.resolve("clips").toString()));
        all.addAll(List.of("-o", folder.resolve("out").toString(), "--model", network.toString()));
        all.addAll(List.of("--preset", "draft", "--frames", "1"));
        all.addAll(List.of(more));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    @Test
    void aTableIsMadeOfAFolderAndGoesOnWhereItStopped() throws IOException {
        Clips.waves(folder.resolve("clips/waves"), 2, 60, 40);
        Clips.waves(folder.resolve("rival/waves"), 1, 256, 256);
        String rival = "Other=" + folder.resolve("rival");
        var run = reproduce("denoise", "--json", "--rival", rival);
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        JsonNode told = new JsonMapper().readTree(run.out());
        assertThat(told.required("rows").propertyNames())
                .containsExactly("HQS", "HQS + ZVRD", "DDNM", "DDNM + ZVRD", "Other");
        assertThat(told.required("rows")
                        .required("HQS")
                        .required("mean")
                        .required("psnr")
                        .isNumber())
                .isTrue();
        Path clean = folder.resolve("out/denoise/waves/clean.mkv");
        try (FrameReader reader = FrameReader.open(clean, ReadOptions.ALL)) {
            assertThat(reader.info().width()).isEqualTo(256);
            assertThat(reader.info().height()).isEqualTo(256);
        }
        assertThat(folder.resolve("out/denoise.md")).content().contains("| HQS + ZVRD |");

        var again = reproduce("denoise", "--rival", rival);
        assertThat(again.exitCode()).isZero();
        assertThat(again.err())
                .filteredOn(line -> line.contains("is there already"))
                .hasSize(4);
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
        var table = reproduce("everything");
        assertThat(table.exitCode()).isEqualTo(2);
        assertThat(table.err().get(0)).contains("TABLE: one of [sr, colorize,");
        var pairs = reproduce("lowlight");
        assertThat(pairs.exitCode()).isEqualTo(3);
        assertThat(pairs.err().get(0)).contains("a clip called normal expected");
    }
}
