package zvrd.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareCommandTest {
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*)</script>");

    @TempDir
    private Path folder;

    private CommandLineRun compare(Object... options) {
        return CommandLineRun.of(Stream.concat(Stream.of("compare", "--progress", "none"), Stream.of(options))
                .map(Object::toString)
                .toArray(String[]::new));
    }

    private JsonNode data() throws IOException {
        var found = DATA.matcher(Files.readString(folder.resolve("look/index.html")));
        assertThat(found.find()).isTrue();
        return new JsonMapper().readTree(found.group(1));
    }

    @Test
    void clipsAreMeasuredByTheReferenceAndThePageHoldsEverything() throws IOException {
        Path clean = Clips.waves(folder.resolve("clean"), 5, 40, 32);
        Path small = Clips.waves(folder.resolve("small"), 5, 20, 16);
        var run = compare(small, clean.resolve("%04d.png"), "--reference", clean, "-o", folder.resolve("look"));
        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(2).first().asString().contains("20 × 16 pixels", "each pixel repeated");
        JsonNode data = data();
        assertThat(data.required("clips").size()).isEqualTo(3);
        assertThat(data.required("clips").required(1).required("pictures").values())
                .hasSize(5)
                .allMatch(picture -> picture.asString().startsWith("data:image/png;base64,"));
        assertThat(data.required("curves").values())
                .extracting(curve -> curve.required("measure").asString())
                .contains("psnr", "ssim", "we", "flicker", "detail");
        JsonNode psnr = data.required("curves").required(0).required("lines");
        assertThat(psnr.required(1).required("values").required(2).asDouble()).isEqualTo(100); // the reference itself
        assertThat(psnr.required(0).required("values").required(2).asDouble()).isBetween(5.0, 40.0);
        assertThat(data.required("clips")
                        .required(0)
                        .required("heats")
                        .required(0)
                        .isNull())
                .isTrue();
    }

    @Test
    void withoutAReferenceEachClipIsJudgedByItsOwnMotionAndTheShortestEndsThePage() throws IOException {
        Path a = Clips.waves(folder.resolve("a"), 6, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 4, 40, 32);
        var run = compare(a, b, "-o", folder.resolve("look"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .first()
                .asString()
                .contains("Only the first 4 frames")
                .contains(b.toString());
        assertThat(data().required("frames").asInt()).isEqualTo(4);
        assertThat(data().required("curves").values())
                .extracting(curve -> curve.required("measure").asString())
                .containsExactly("we_own", "brightness");
    }

    @Test
    void aNameCannotEndTheScriptThatHoldsIt() throws IOException {
        Path a = Clips.waves(folder.resolve("a</script><b>@data@"), 2, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 2, 40, 32);
        assertThat(compare(a, b, "-o", folder.resolve("look")).exitCode()).isZero();
        assertThat(data().required("title").asString()).contains("<b>@data@");
    }

    @Test
    void aFolderThatExistsIsKeptUnlessItMayBeReplaced() throws IOException {
        Path a = Clips.waves(folder.resolve("a"), 2, 40, 32);
        Path b = Clips.waves(folder.resolve("b"), 2, 40, 32);
        Path look = Files.createDirectory(folder.resolve("look"));
        var refused = compare(a, b, "-o", look);
        assertThat(refused.exitCode()).isEqualTo(6);
        assertThat(refused.err()).hasSize(2).first().asString().contains("-o " + look, "exists already");
        assertThat(look).isEmptyDirectory();
        assertThat(compare(a, b, "-o", look, "-y").exitCode()).isZero();
        assertThat(look.resolve("index.html")).exists();
    }

    @Test
    void oneClipAloneOrTheSameTwiceIsNoComparison() {
        for (List<String> clips : List.of(List.of("a.mkv"), List.of("a.mkv", "a.mkv"))) {
            var run = compare(
                    Stream.concat(clips.stream(), Stream.of("-o", "look")).toArray());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).hasSize(2);
        }
        assertThat(compare("missing.mkv", "other.mkv", "-o", folder.resolve("look"))
                        .exitCode())
                .isEqualTo(3);
        assertThat(folder.resolve("look")).doesNotExist();
    }
}
