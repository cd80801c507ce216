package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.media.SourceHash;

class EvaluationPageTest {
    @TempDir
    private Path folder;

    private CommandLineRun evaluate(Path reference, Path restored, Path report) {
        return CommandLineRun.of(
                "evaluate",
                "--progress",
                "none",
                "--reference",
                reference.toString(),
                "--restored",
                restored.toString(),
                "--report",
                report.toString());
    }

    @Test
    void theFolderHoldsAPageAndItsFiguresAndIsRenewed() throws IOException {
        Path reference = Clips.waves(folder.resolve("reference"), 6, 48, 40);
        Path restored = Clips.waves(folder.resolve("restored"), 6, 48, 40);
        ImageIO.write(
                Clips.read(restored.resolve("0003.png")),
                "png",
                restored.resolve("0005.png").toFile());
        Path report = folder.resolve("report");
        var run = evaluate(reference, restored, report);
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        assertThat(report)
                .isDirectoryContaining("glob:**/index.html")
                .isDirectoryContaining("glob:**/curve-flicker.svg");
        String page = Files.readString(report.resolve("index.html"));
        assertThat(page)
                .contains("\"word\":\"worst\",\"frame\":4") // the one that shows another moment
                .contains("frame\":4,\"measure\":\"psnr\"")
                .contains(SourceHash.of(reference), SourceHash.of(restored))
                .contains("7x7 equal weights")
                .contains("Worst moments", "\"title\":\"Worst, median, best\"")
                .contains("made", "zvrd ");
        assertThat(Files.readString(report.resolve("table.tex"))).contains("\\toprule", "restored & ");
        assertThat(Clips.read(report.resolve("sheet.png")).getWidth()).isEqualTo(3 * 48 + 2 * 4);
        assertThat(Clips.read(report.resolve("slices.png")).getRGB(5 * 16, 0)) // 48 pixels become 768
                .isEqualTo(Clips.read(reference.resolve("0001.png")).getRGB(5, 20));
        assertThat(Files.readString(report.resolve("sheet.svg")))
                .contains(">reference</text>", ">restored</text>", ">worst: frame 4</text>");
        assertThat(Files.readString(report.resolve("slices.svg"))).contains("row 20");
        assertThat(Files.readString(report.resolve("heat.svg"))).contains(">restored</text>", ">worst: frame 4</text>");
        assertThat(Clips.read(report.resolve("heat.png")).getWidth()).isEqualTo(2 * 48 + 4);
        assertThat(CommandLineRun.of("evaluate", "--restored", restored.toString(), "--report", report.toString())
                        .exitCode())
                .isZero();
        assertThat(report)
                .isDirectoryContaining("glob:**/curve-we_own.svg")
                .isDirectoryNotContaining("glob:**/curve-flicker.svg"); // of the page before
        assertThat(Files.readString(report.resolve("index.html")))
                .contains("Where most changes along the motion", "\"word\":\"most change\"")
                .doesNotContain("Worst moments");
    }

    @Test
    void noPairOfFramesIsToldOfAcrossACut() throws IOException {
        Path reference = Clips.waves(folder.resolve("reference"), 6, 48, 40);
        for (int t = 4; t <= 6; t++) {
            var white = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
            white.createGraphics().fillRect(0, 0, 48, 40);
            ImageIO.write(white, "png", reference.resolve("000" + t + ".png").toFile());
        }
        Path json = folder.resolve("report.json");
        var run = CommandLineRun.of(
                "evaluate",
                "--reference",
                reference.toString(),
                "--restored",
                reference.toString(),
                "--degraded",
                reference.toString(),
                "--json",
                json.toString(),
                "--report",
                folder.resolve("report").toString());
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " ")).contains("pairs across cuts are left out, before frame 3");
        JsonNode cuts = new JsonMapper().readTree(Files.readString(json)).required("cuts");
        assertThat(cuts.toString()).isEqualTo("[3]");
        assertThat(folder.resolve("report").resolve("index.html")).content().contains("\"shots\":[3]");
    }

    @Test
    void aFolderOfSomethingElseIsNotTouched() throws IOException {
        Path reference = Clips.waves(folder.resolve("reference"), 2, 48, 40);
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("index.html"), "<html>mine</html>");
        var run = evaluate(reference, reference, other);
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).hasSize(2).first().asString().contains("--report " + other);
        assertThat(run.err().get(1)).contains("an older page").doesNotContain("compare", "-y");
        assertThat(other.resolve("index.html")).hasContent("<html>mine</html>");
        assertThat(other).isDirectoryNotContaining("glob:**.svg");
    }
}
