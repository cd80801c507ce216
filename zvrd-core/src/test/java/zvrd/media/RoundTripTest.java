package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4, mpeg4 -bf 2 -q:v 4 -c:a aac",
        "mkv, ffv1 -c:a flac",
        "avi, mjpeg -q:v 4 -c:a pcm_s16le",
        "webm, libvpx-vp9 -b:v 400k -cpu-used 8 -c:a libopus",
        "mov, libopenh264 -b:v 400k -c:a aac",
        "ts, mpeg4 -bf 2 -q:v 4 -c:a mp2"
    })
    void aClipOfAnyContainerKeepsItsFramesItsTimesAndItsSound(String container, String codecs) {
        Path source = folder.resolve("in." + container);
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=96x64:r=30000/1001:d=1 -f lavfi -i sine=d=1 -pix_fmt "
                        + (codecs.startsWith("mjpeg") ? "yuvj420p" : "yuv420p") + " -c:v " + codecs + " @",
                source);
        Path restored = folder.resolve("out.mkv");
        Clips.copy(source, restored);

        List<Frame> before = Clips.readAll(source);
        List<Frame> after = Clips.readAll(restored);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            // Matroska counts milliseconds; 8-bit RGB rounds by half a level of 257
            assertThat(after.get(i).seconds())
                    .isCloseTo(before.get(i).seconds(), org.assertj.core.api.Assertions.within(6e-4));
            assertThat(Clips.distance(before.get(i), after.get(i))).isLessThanOrEqualTo(129);
        }
        assertThat(Clips.stream(restored, "v:0").path("avg_frame_rate").asString())
                .isEqualTo("30000/1001");
        assertThat(Clips.packets(restored, "a")).isEqualTo(Clips.packets(source, "a"));
    }

    @Test
    void timesAreKeptWhereFramesComeIrregularlyAndLate() {
        Path source = folder.resolve("vfr.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=2,select='not(mod(n\\,3))+eq(n\\,4)+eq(n\\,22)'"
                        + " -fps_mode passthrough -output_ts_offset 61.5 -c:v ffv1 @",
                source);
        List<Frame> before = Clips.readAll(source);
        assertThat(before.get(0).seconds()).isEqualTo(61.5);
        for (String name : List.of("out.mkv", "out.mp4")) {
            Path restored = folder.resolve(name);
            Clips.copy(source, restored);
            assertThat(Clips.readAll(restored).stream().map(Frame::seconds))
                    .as(name)
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                    .containsExactlyElementsOf(
                            before.stream().map(Frame::seconds).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aClipOfOneOrTwoFramesIsWhole(int frames) {
        Path source = folder.resolve("short.mp4");
        Clips.ffmpeg("-f lavfi -i testsrc2=s=64x48:r=24 -frames:v " + frames + " -c:v mpeg4 @", source);
        Path restored = folder.resolve("out.mkv");
        Clips.copy(source, restored);
        assertThat(Clips.readAll(restored)).hasSize(frames);
    }

    @ParameterizedTest
    @CsvSource({"8,101,67", "10,101,67", "12,64,64", "16,33,17", "8,16,8", "8,2,300"})
    void losslessOutputReturnsEverySample(int bits, int width, int height) {
        Path restored = folder.resolve("out.mkv");
        VideoInfo info = Clips.info(bits, width, height);
        List<Frame> frames = Stream.of(0, 1, 2)
                .map(i -> Clips.noise(i, 90_000 + 3003L * i, info.timeBase(), width, height, bits, 7 + i))
                .toList();
        Clips.write(restored, info, frames, WriteOptions.DEFAULT);
        List<Frame> back = Clips.readAll(restored);
        assertThat(back).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(Clips.distance(frames.get(i), back.get(i))).isLessThanOrEqualTo(1); // a tie in 12 to 16 bits
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkv", "mp4", "webm"})
    void theSameFramesGiveTheSameBytes(String container) throws IOException {
        Path source = folder.resolve("in.mp4");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=160x96:r=25:d=1 -f lavfi -i sine=d=1 -c:v mpeg4 -c:a libopus -strict -2 @",
                source);
        Path first = folder.resolve("a." + container);
        Path second = folder.resolve("b." + container);
        Clips.copy(source, first);
        Clips.copy(source, second);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }
}
