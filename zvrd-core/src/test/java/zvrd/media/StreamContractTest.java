package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What a clip is made of besides its pixels goes through reading and writing as it is, seen by FFmpeg's own tools. */
class StreamContractTest {
    private static final double MATROSKA = 0.0005 + 1e-9; // half a tick

    @TempDir
    private Path folder;

    private static Stream<StreamFixture> all() {
        return StreamFixture.ALL.stream();
    }

    private static Stream<StreamFixture> everySixth() {
        return IntStream.range(0, StreamFixture.ALL.size())
                .filter(i -> i % 6 == 1)
                .mapToObj(StreamFixture.ALL::get);
    }

    @ParameterizedTest
    @MethodSource("everySixth")
    void someClipsOfManyKindsKeepEverythingButTheirPixels(StreamFixture fixture) throws IOException {
        assertKept(fixture);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void clipsOfManyKindsKeepEverythingButTheirPixels(StreamFixture fixture) throws IOException {
        assertKept(fixture);
    }

    private void assertKept(StreamFixture fixture) throws IOException {
        StreamFixture.files(folder);
        Path source = fixture.make(folder);
        Path copy = folder.resolve("out." + fixture.target());
        Clips.copy(source, copy);
        assertSamePictures(source, copy);
        for (String kind : List.of("a", "s")) {
            List<Integer> before = indices(source, kind);
            List<Integer> after = indices(copy, kind);
            assertThat(after).as("streams of kind " + kind).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                assertSameTimes(source, copy, kind + ":" + i);
                assertThat(content(copy, kind + ":" + i)).isEqualTo(content(source, kind + ":" + i));
                assertSameTags(source, copy, kind + ":" + i);
            }
        }
        assertSameExtras(source, copy, fixture.target().equals("mkv"));
    }

    private static void assertSamePictures(Path source, Path copy) {
        List<Frame> before = Clips.readAll(source);
        List<Frame> after = Clips.readAll(copy);
        assertThat(after).hasSameSizeAs(before).isNotEmpty();
        double tick = copy.toString().endsWith("4") || copy.toString().endsWith("mov") ? 1e-9 : MATROSKA;
        for (int i = 0; i < before.size(); i++) {
            assertThat(Math.abs(after.get(i).seconds() - before.get(i).seconds()))
                    .as("time of frame " + i)
                    .isLessThanOrEqualTo(tick);
            assertThat(after.get(i).width()).isEqualTo(before.get(i).width());
            assertThat(after.get(i).height()).isEqualTo(before.get(i).height());
        }
        try (FrameReader a = FrameReader.open(source, ReadOptions.ALL);
                FrameReader b = FrameReader.open(copy, ReadOptions.ALL)) {
            assertThat(b.info().sampleAspect()).isEqualTo(a.info().sampleAspect());
            if (!b.info().codec().equals("h264")) { // the encoder has 8 bits only
                assertThat(b.info().bitDepth()).isEqualTo(a.info().bitDepth());
            }
            if (!a.info().colour().primaries().equals("unknown")) {
                assertThat(b.info().colour().primaries())
                        .isEqualTo(a.info().colour().primaries());
                assertThat(b.info().colour().transfer())
                        .isEqualTo(a.info().colour().transfer());
            }
        }
    }

    /** AAC without the headers that other containers keep elsewhere; texts without their styles. */
    private static String content(Path file, String which) {
        String codec = Clips.stream(file, which).path("codec_name").asString();
        boolean text = which.startsWith("s") && !codec.contains("pgs");
        String how = text ? "-c text" : codec.equals("aac") ? "-c copy -bsf aac_adtstoasc" : "-c copy";
        return Clips.tool("ffmpeg", "-v error -nostdin -i @ -map 0:" + which + " " + how + " -f hash -hash md5 -", file)
                .strip();
    }

    private static void assertSameTimes(Path source, Path copy, String which) {
        List<Double> before = seconds(source, which);
        List<Double> after = seconds(copy, which);
        assertThat(after).as("packets of " + which).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(Math.abs(after.get(i) - before.get(i)))
                    .as("time of packet " + i + " of " + which)
                    .isLessThanOrEqualTo(0.00101); // a tick of Matroska on either side
        }
    }

    /** Of packets that hold something: MP4 fills pauses between texts with empty ones; PCM may be cut in other pieces. */
    private static List<Double> seconds(Path file, String which) {
        boolean pcm = Clips.stream(file, which).path("codec_name").asString().startsWith("pcm");
        List<Double> times = new ArrayList<>();
        String text = Clips.tool(
                "ffprobe",
                "-v error -select_streams " + which + " -show_entries packet=pts_time,size -of csv=p=0 @",
                file);
        for (String line : text.lines().toList()) {
            String[] parts = line.split(",");
            if (Integer.parseInt(parts[1]) > 2) {
                times.add(Double.valueOf(parts[0]));
            }
        }
        return pcm ? times.subList(0, 1) : times;
    }

    private static void assertSameTags(Path source, Path copy, String which) {
        JsonNode before = Clips.stream(source, which);
        JsonNode after = Clips.stream(copy, which);
        String language = before.path("tags").path("language").asString("");
        if (!language.isEmpty() && !language.equals("und")) {
            assertThat(after.path("tags").path("language").asString("")).isEqualTo(language);
        }
        if (copy.toString().endsWith("mkv")) { // MP4 always has a default track
            assertThat(after.path("disposition").path("default").asInt())
                    .isEqualTo(before.path("disposition").path("default").asInt());
        }
    }

    private static void assertSameExtras(Path source, Path copy, boolean attachments) {
        assertThat(Chapters.of(source, "in").areIn(Chapters.of(copy, "out"))).isTrue();
        JsonNode before = format(source);
        String title = before.path("tags").path("title").asString("");
        assertThat(format(copy).path("tags").path("title").asString("")).isEqualTo(title);
        assertThat(covers(copy)).isEqualTo(covers(source));
        if (attachments) {
            assertThat(indices(copy, "t")).hasSameSizeAs(indices(source, "t"));
        }
    }

    private static JsonNode format(Path file) {
        return Ffprobe.look(file, List.of("-show_format"), "it").path("format");
    }

    private static List<String> covers(Path file) {
        List<String> covers = new ArrayList<>();
        for (JsonNode stream :
                Ffprobe.look(file, List.of("-show_streams"), "it").path("streams")) {
            if (VideoProbe.isCover(stream)) {
                covers.add(Clips.packets(file, stream.path("index").asString()));
            }
        }
        return covers;
    }

    private static List<Integer> indices(Path file, String kind) {
        List<Integer> indices = new ArrayList<>();
        for (JsonNode stream : Ffprobe.look(file, List.of("-select_streams", kind, "-show_streams"), "it")
                .path("streams")) {
            indices.add(stream.path("index").asInt());
        }
        return indices;
    }
}
