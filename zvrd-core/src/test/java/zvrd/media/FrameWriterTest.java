package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import zvrd.ExitCode;
import zvrd.UserError;

class FrameWriterTest {
    @TempDir
    private Path folder;

    private static WriteOptions with(@Nullable String codec, OptionalInt quality) {
        return new WriteOptions(codec, quality, false, true, true, false, OptionalInt.empty());
    }

    private static List<Frame> gradient(VideoInfo info, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    short[] rgb = new short[3 * info.width() * info.height()];
                    for (int p = 0; p < rgb.length / 3; p++) {
                        rgb[3 * p] = (short) (65535 * (p % info.width()) / info.width());
                        rgb[3 * p + 1] = (short) (65535 * (p / info.width()) / info.height());
                        rgb[3 * p + 2] = (short) (4000 * i);
                    }
                    return new Frame(i, i, info.timeBase(), info.width(), info.height(), rgb);
                })
                .toList();
    }

    private void assertOnly(Path... files) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(files);
        }
    }

    @Test
    void nothingIsLeftWhenTheWriterIsClosedUnfinished() throws IOException {
        VideoInfo info = VideoInfo.drawn(64, 48, 8);
        for (String name : List.of("out.mkv", "out.mp4", "frames", "f%d.png", "one.png")) {
            try (FrameWriter writer = FrameWriter.create(folder.resolve(name), info, 64, 48, WriteOptions.DEFAULT)) {
                gradient(info, 3).forEach(writer::write);
                assertThat(folder.resolve(name)).doesNotExist();
            }
            assertOnly();
        }
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(p -> p.info().command().orElse("").endsWith("ffmpeg")))
                .isEmpty();
    }

    @Test
    void anInterruptedProgramLeavesNothingBehind() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnfinishedWriting.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = program.inputReader()) {
            assertThat(output.readLine()).isEqualTo("writing");
            program.destroy(); // as a terminated job is
            program.waitFor();
        } finally {
            program.destroyForcibly();
        }
        assertOnly();
    }

    @Test
    void anExistingOutputIsKeptUnlessItMayBeOverwritten() throws IOException {
        VideoInfo info = VideoInfo.drawn(64, 48, 8);
        Path out = folder.resolve("out.mkv");
        Files.writeString(out, "mine");
        assertThatThrownBy(() -> Clips.write(out, info, gradient(info, 2), WriteOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                .hasMessageContaining("exists");
        assertThat(Files.readString(out)).isEqualTo("mine");
        Clips.write(out, info, gradient(info, 2), WriteOptions.DEFAULT.overwriting());
        assertThat(Clips.readAll(out)).hasSize(2);
        assertOnly(out);
    }

    @Test
    void theInputIsNeverOverwritten() {
        Path file = folder.resolve("in.mkv");
        Clips.ffmpeg("-f lavfi -i testsrc2=s=32x32:r=25:d=0.2 -c:v ffv1 @", file);
        assertThatThrownBy(() -> Clips.copy(file, file, ReadOptions.ALL, WriteOptions.DEFAULT.overwriting()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the input itself");
    }

    @Test
    void aMissingFolderAnUnknownEndingAndAWrongCodecAreRefusedAtOnce() {
        VideoInfo info = VideoInfo.drawn(64, 48, 8);
        assertRefused(folder.resolve("no/such/out.mkv"), info, WriteOptions.DEFAULT, ExitCode.OUTPUT, "does not exist");
        assertRefused(folder.resolve("out.xyz"), info, WriteOptions.DEFAULT, ExitCode.USAGE, "found .xyz");
        assertRefused(folder.resolve("out.mp4"), info, with("ffv1", OptionalInt.empty()), ExitCode.USAGE, "ffv1");
        assertRefused(folder.resolve("out.mkv"), info, with("x265", OptionalInt.empty()), ExitCode.USAGE, "x265");
        WriteOptions lossless =
                new WriteOptions(null, OptionalInt.empty(), true, true, true, false, OptionalInt.empty());
        assertRefused(folder.resolve("out.mp4"), info, lossless, ExitCode.USAGE, "--lossless");
        OptionalInt quality = OptionalInt.of(20);
        assertRefused(folder.resolve("out.mkv"), info, with(null, quality), ExitCode.USAGE, "--crf 20: ffv1");
        assertRefused(folder.resolve("out"), info, with(null, quality), ExitCode.USAGE, "--crf 20: png");
        assertRefused(folder.resolve("out.mp4"), info, with(null, OptionalInt.of(52)), ExitCode.USAGE, "0 to 51");
        VideoInfo odd = VideoInfo.drawn(65, 48, 8);
        assertRefused(folder.resolve("out.mp4"), odd, WriteOptions.DEFAULT, ExitCode.OUTPUT, "65x48");
    }

    private static void assertRefused(Path to, VideoInfo info, WriteOptions options, ExitCode code, String words) {
        assertThatThrownBy(() -> Clips.write(to, info, gradient(info, 2), options))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void anEncoderThatDiesIsAnErrorThatNamesTheOutput() throws IOException {
        VideoInfo info = VideoInfo.drawn(640, 480, 8);
        Path out = folder.resolve("out.mkv");
        assertThatThrownBy(() -> {
                    try (FrameWriter writer = FrameWriter.create(out, info, 640, 480, WriteOptions.DEFAULT)) {
                        writer.write(gradient(info, 1).get(0));
                        ProcessHandle.current()
                                .children()
                                .filter(p -> p.info().command().orElse("").endsWith("ffmpeg"))
                                .forEach(ProcessHandle::destroyForcibly);
                        gradient(info, 20).forEach(writer::write);
                        writer.finish();
                    }
                })
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                .hasMessageContaining("out.mkv");
        assertOnly();
    }

    @ParameterizedTest
    @CsvSource({"out.mp4,", "out.mkv, h264", "out.webm,", "out.mkv, vp9", "out.mp4, av1"})
    void lossyOutputLooksLikeWhatWasSentAndSaysItIsBt709(String name, @Nullable String codec) {
        VideoInfo info = VideoInfo.drawn(128, 96, 8);
        List<Frame> sent = gradient(info, 12);
        Path out = folder.resolve(name);
        Clips.write(out, info, sent, with(codec, OptionalInt.empty()));
        List<Frame> got = Clips.readAll(out);
        assertThat(got).hasSize(12);
        for (int i = 0; i < 12; i++) {
            assertThat(got.get(i).seconds()).isCloseTo(sent.get(i).seconds(), within(6e-4));
            assertThat(meanDifference(got.get(i), sent.get(i))).isLessThan(2.5); // levels of 256, gentle gradients
        }
        JsonNode video = Clips.stream(out, "v:0");
        assertThat(video.path("color_space").asString()).isEqualTo("bt709");
        assertThat(video.path("color_range").asString()).isEqualTo("tv");
        assertThat(video.path("avg_frame_rate").asString()).isEqualTo("25/1");
    }

    private static double meanDifference(Frame a, Frame b) {
        double sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 0xffff) - (b.rgb()[i] & 0xffff)) / 257.0;
        }
        return sum / a.rgb().length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "vp9", "av1"})
    void aLowerNumberIsABetterAndLargerFile(String codec) throws IOException {
        VideoInfo info = VideoInfo.drawn(128, 96, 8);
        List<Frame> noise = gradient(info, 5);
        for (Frame frame : noise) {
            Frame grain = Clips.noise(0, 0, info.timeBase(), 128, 96, 8, frame.index());
            for (int i = 0; i < frame.rgb().length; i++) {
                frame.rgb()[i] = (short) (((frame.rgb()[i] & 0xffff) * 3 + (grain.rgb()[i] & 0xffff)) / 4);
            }
        }
        Path good = folder.resolve("good.mp4");
        Path poor = folder.resolve("poor.mp4");
        Clips.write(good, info, noise, with(codec, OptionalInt.of(18)));
        Clips.write(poor, info, noise, with(codec, OptionalInt.of(45)));
        assertThat(Files.size(good)).isGreaterThan(2 * Files.size(poor));
        assertThatThrownBy(() -> Clips.write(folder.resolve("x.mp4"), info, noise, with(codec, OptionalInt.of(99))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--crf 99");
    }

    @Test
    void oddSizesFitIntoAv1AndVp9() {
        VideoInfo info = VideoInfo.drawn(101, 67, 8);
        for (String codec : List.of("av1", "vp9")) {
            Path out = folder.resolve(codec + ".mp4");
            Clips.write(out, info, gradient(info, 3), with(codec, OptionalInt.empty()));
            assertThat(Clips.readAll(out)).hasSize(3).allMatch(f -> f.width() == 101 && f.height() == 67);
        }
    }

    @Test
    void framesThatBeginBeforeZeroKeepTheirTimes() {
        VideoInfo drawn = VideoInfo.drawn(64, 48, 8);
        List<Frame> frames = gradient(drawn, 5).stream()
                .map(f -> new Frame(f.index(), f.pts() - 3, f.timeBase(), 64, 48, f.rgb()))
                .toList();
        Path out = folder.resolve("out.mkv");
        Clips.write(out, drawn, frames, WriteOptions.DEFAULT);
        assertThat(Clips.times(out, "v:0")).containsExactly(-120L, -80L, -40L, 0L, 40L);
    }

    @Test
    void aWrongFrameSizeIsAProgrammingError() {
        VideoInfo info = VideoInfo.drawn(64, 48, 8);
        try (FrameWriter writer = FrameWriter.create(folder.resolve("o.mkv"), info, 32, 32, WriteOptions.DEFAULT)) {
            assertThatThrownBy(() -> writer.write(gradient(info, 1).get(0)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(writer::finish)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no frame was written");
        }
    }
}
