package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;

class FrameReaderTest {
    @TempDir
    private Path folder;

    private Path clip(String name, String arguments) {
        Path file = folder.resolve(name);
        Clips.ffmpeg(arguments + " @", file);
        return file;
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> Clips.readAll(file)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.code()).isEqualTo(ExitCode.INPUT);
            assertThat(error.getMessage())
                    .contains(file.getFileName().toString())
                    .contains(words)
                    .doesNotContain("\n");
            assertThat(error.remedy()).isNotBlank().doesNotContain("\n");
        });
    }

    @Test
    void infoTellsSizeRateDepthAndStreams() {
        Path file = clip(
                "in.mkv",
                "-f lavfi -i testsrc2=s=96x64:r=24000/1001:d=2 -f lavfi -i sine=d=2 -vf setsar=4/3"
                        + " -pix_fmt yuv420p10le -c:v ffv1 -colorspace bt709 -color_range tv -c:a flac -metadata:s:a:0 language=fra");
        try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
            VideoInfo info = reader.info();
            assertThat(info.width()).isEqualTo(96);
            assertThat(info.height()).isEqualTo(64);
            assertThat(info.frameRate()).isEqualTo(new Rational(24000, 1001));
            assertThat(info.timeBase()).isEqualTo(new Rational(1, 1000));
            assertThat(info.bitDepth()).isEqualTo(10);
            assertThat(info.sampleAspect()).isEqualTo(new Rational(4, 3));
            assertThat(info.colour().matrix()).isEqualTo("bt709");
            assertThat(info.duration()).hasValueCloseTo(2.0, within(0.1));
            assertThat(info.expectedFrames()).hasValue(48);
            assertThat(info.streams()).extracting(StreamInfo::type).containsExactly("video", "audio");
            assertThat(info.streams().get(1).language()).isEqualTo("fra");
        }
    }

    @ParameterizedTest
    @CsvSource({"90, 64, 96", "180, 96, 64", "-90, 64, 96"})
    void aRotatedClipIsReadAsItIsShown(int degrees, int width, int height) {
        Path upright = clip("upright.mp4", "-f lavfi -i testsrc2=s=96x64:r=25:d=0.2 -c:v mpeg4 -q:v 2");
        Path rotated = folder.resolve("rotated.mp4");
        Clips.ffmpeg("-display_rotation " + degrees + " -i @ -c copy @", upright, rotated);
        Frame before = StillImages.read(upright);
        Frame after = StillImages.read(rotated);
        assertThat(after.width()).isEqualTo(width);
        assertThat(after.height()).isEqualTo(height);
        int corner = switch (degrees) { // where the upper left corner has gone
            case 90 -> (height - 1) * width;
            case 180 -> height * width - 1;
            default -> width - 1;
        };
        for (int c = 0; c < 3; c++) {
            // the chroma of neighbours enters at another side
            assertThat((after.rgb()[3 * corner + c] & 0xffff) / 257.0)
                    .isCloseTo((before.rgb()[c] & 0xffff) / 257.0, within(12.0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "avi", "ts"})
    void anExcerptStartsWhereAskedAndIsAsLongAsAsked(String container) {
        Path file = clip("in." + container, "-f lavfi -i testsrc2=s=64x48:r=25:d=4 -c:v mpeg4 -bf 2 -g 40 -q:v 3");
        List<Frame> all = Clips.readAll(file);
        List<Frame> part = Clips.readAll(file, new ReadOptions(1.5, 10));
        assertThat(part).hasSize(10);
        int offset = (int) Math.round((part.get(0).seconds() - all.get(0).seconds()) * 25);
        assertThat(offset).isBetween(37, 39); // 1.5 s are 37.5 frames; a container may count from the first packet
        for (int i = 0; i < 10; i++) {
            assertThat(part.get(i).rgb()).isEqualTo(all.get(offset + i).rgb());
            assertThat(part.get(i).seconds()).isEqualTo(all.get(offset + i).seconds());
            assertThat(part.get(i).index()).isEqualTo(i);
        }
    }

    @Test
    void aCoverPictureIsNotTakenForTheFilm() {
        Path cover = clip("cover.png", "-f lavfi -i color=red:s=32x32 -frames:v 1");
        Path film = clip("film.mp4", "-f lavfi -i testsrc2=s=64x48:r=25:d=0.4 -c:v mpeg4");
        Path file = folder.resolve("with-cover.mp4");
        Clips.ffmpeg("-i @ -i @ -map 0 -map 1 -c copy -disposition:v:0 attached_pic @", cover, film, file);
        assertThat(Clips.readAll(file)).hasSize(10).allMatch(f -> f.width() == 64);
    }

    @Test
    void fileNamesMayHoldAnything() {
        Path file = clip("odd.mkv", "-f lavfi -i testsrc2=s=32x32:r=25:d=0.2 -c:v ffv1");
        for (String name :
                List.of("a:b.mkv", "100% 'quoted' \"name\".mkv", "-y.mkv", "ünïcode ☂.mkv", "%d times.mkv")) {
            Path named = folder.resolve(name);
            assertThat(file.toFile().renameTo(named.toFile())).isTrue();
            assertThat(Clips.readAll(named)).as(name).hasSize(5);
            Path out = folder.resolve("out " + name.replace("%d", "d"));
            Clips.copy(named, out);
            assertThat(Clips.readAll(out)).as(name).hasSize(5);
            file = named;
        }
    }

    @Test
    void whatIsMissingEmptyOrNoVideoIsNamedInTheError() throws IOException {
        assertRefused(folder.resolve("nowhere.mp4"), "no such file");
        Path text = Files.writeString(folder.resolve("text.mp4"), "not a video at all");
        assertRefused(text, "not a video");
        Path empty = Files.writeString(folder.resolve("empty.mkv"), "");
        assertRefused(empty, "not a video");
        assertRefused(clip("sound.mp4", "-f lavfi -i sine=d=1 -c:a aac"), "no video stream");
        Path hollow = clip("hollow.avi", "-f lavfi -i testsrc2=s=32x32:d=1 -frames:v 0 -c:v mpeg4");
        assertRefused(hollow, "no frame");
        assertRefused(folder.resolve("nothing%03d.png"), "no file matches");
    }

    @Test
    void aStartBehindTheEndIsAnError() {
        Path file = clip("in.mp4", "-f lavfi -i testsrc2=s=32x32:r=25:d=1 -c:v mpeg4");
        assertThatThrownBy(() -> Clips.readAll(file, new ReadOptions(5, 3)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no frame at or after 5.0 s")
                .hasMessageContaining("lasts 1.0 s");
    }

    @Test
    void aFileThatWasCutOffIsAnErrorAndNotAShorterClip() throws IOException {
        Path file = clip("whole.mp4", "-f lavfi -i testsrc2=s=96x64:r=25:d=4 -c:v mpeg4 -q:v 2 -movflags +faststart");
        byte[] bytes = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.mp4");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(cut, "breaks off", "of 100");
    }

    @ParameterizedTest
    @CsvSource({"mkv, ffv1", "webm, libvpx-vp9"})
    void aFileWithoutACountOfFramesThatWasCutOffIsAnErrorToo(String container, String codec) throws IOException {
        Path file = clip("whole." + container, "-f lavfi -i testsrc2=s=96x64:r=25:d=2 -c:v " + codec);
        assertThat(Clips.readAll(file)).hasSize(50);
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut." + container), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(cut, "breaks off after frame 2", "ended prematurely"); // 25 of 50, or a few more or fewer
        assertThatThrownBy(() -> Clips.readAll(cut, new ReadOptions(0.4, 45))).isInstanceOf(UserError.class);
        assertThat(Clips.readAll(cut, new ReadOptions(0, 10))).hasSize(10);
    }

    @Test
    void aDecoderThatDiesIsAnErrorAndNotAShorterClip() {
        Path file = clip("long.mkv", "-f lavfi -i testsrc2=s=640x360:r=25:d=20 -c:v ffv1");
        try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
            assertThat(reader.next()).isNotNull();
            ProcessHandle.current()
                    .children()
                    .filter(FrameReaderTest::isFfmpeg)
                    .forEach(ProcessHandle::destroyForcibly);
            assertThatThrownBy(() -> {
                        while (reader.next() != null) {
                            continue; // frames that were in the pipe
                        }
                    })
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("long.mkv")
                    .hasMessageContaining("breaks off");
        }
    }

    @Test
    void closeEndsTheChildAndItsThread() {
        Path file = clip("long.mkv", "-f lavfi -i testsrc2=s=640x360:r=25:d=8 -c:v ffv1");
        for (int i = 0; i < 3; i++) {
            try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
                assertThat(reader.next()).isNotNull();
            }
        }
        assertThat(ProcessHandle.current().children().filter(FrameReaderTest::isFfmpeg))
                .isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("zvrd-ffmpeg-listener");
    }

    private static boolean isFfmpeg(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("ffmpeg");
    }
}
