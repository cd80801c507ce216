package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.ExitCode;
import zvrd.UserError;

/** Clips whose luma and chroma are known are compared with the formula of their standard. */
class RgbConversionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "yuv444p, 8, 48, 32, bt709, tv, 0.2126, 0.0722",
        "yuv444p, 8, 48, 32, smpte170m, tv, 0.299, 0.114",
        "yuv444p, 8, 48, 32, bt470bg, pc, 0.299, 0.114",
        "yuv444p10le, 10, 48, 32, bt709, tv, 0.2126, 0.0722",
        "yuv444p12le, 12, 47, 31, bt2020nc, tv, 0.2627, 0.0593",
        "yuv444p, 8, 48, 32, unknown, unknown, 0.299, 0.114",
        "yuv444p, 8, 1280, 720, unknown, unknown, 0.2126, 0.0722",
        "yuv422p, 8, 48, 32, bt709, tv, 0.2126, 0.0722",
        "yuv420p, 8, 48, 32, bt709, tv, 0.2126, 0.0722",
        "yuv420p, 8, 101, 67, bt709, tv, 0.2126, 0.0722",
        "yuv420p10le, 10, 33, 17, bt709, tv, 0.2126, 0.0722",
        "yuv410p, 8, 32, 16, bt709, tv, 0.2126, 0.0722"
    })
    void lumaAndChromaBecomeTheColoursOfTheirStandard(
            String format, int bits, int width, int height, String matrix, String range, double kr, double kb)
            throws IOException {
        boolean full = range.equals("pc");
        PixelFormat layout = PixelFormat.of(format, "test");
        int cw = (width + layout.blockWidth() - 1) / layout.blockWidth();
        int ch = (height + layout.blockHeight() - 1) / layout.blockHeight();
        boolean subsampled = cw != width || ch != height;
        int[] y = luma(width * height, bits, full);
        int[] u = chroma(cw * ch, bits, full, subsampled, 2);
        int[] v = chroma(cw * ch, bits, full, subsampled, 3);
        Path clip = encode(format, bits, width, height, matrix, range, y, u, v);

        Frame frame = StillImages.read(clip);
        double worst = 0;
        for (int i = 0; i < width * height; i++) {
            int c = subsampled ? 0 : i;
            double[] rgb = formula(y[i], u[c], v[c], bits, full, kr, kb);
            for (int k = 0; k < 3; k++) {
                worst = Math.max(worst, Math.abs((frame.rgb()[3 * i + k] & 0xffff) - 65535 * rgb[k]));
            }
        }
        assertThat(worst).isLessThan(2); // 16-bit levels: zimg computes in float32 and rounds once
    }

    @ParameterizedTest
    @CsvSource({
        "rgb24, 8",
        "bgr24, 8",
        "rgba, 8",
        "bgr0, 8",
        "gbrp, 8",
        "gbrp10le, 10",
        "gbrp12le, 12",
        "rgb48be, 16",
        "gray, 8",
        "gray16le, 16",
        "gray10le, 10"
    })
    void rgbAndGrayArriveUnchanged(String format, int bits) throws IOException {
        Frame sent = Clips.noise(0, 0, new Rational(1, 25), 33, 17, bits, 5);
        boolean gray = format.startsWith("gray");
        if (gray) {
            for (int i = 0; i < sent.rgb().length; i++) {
                sent.rgb()[i] = sent.rgb()[i - i % 3];
            }
        }
        Path clip = folder.resolve("in.nut");
        Path raw = folder.resolve("in.raw");
        if (gray) {
            Files.write(raw, samples(everyThird(sent.rgb(), bits), bits));
            Clips.ffmpeg("-f rawvideo -pixel_format " + format + " -video_size 33x17 -i @ -c:v rawvideo @", raw, clip);
        } else {
            Files.write(raw, samples(IntStream.range(0, sent.rgb().length).map(i -> sent.rgb()[i]), 16));
            String planar = bits == 8 ? "gbrp" : "gbrp" + bits + "le";
            Clips.ffmpeg(
                    "-f rawvideo -pixel_format rgb48le -video_size 33x17 -i @ -vf format=gbrp16le,"
                            + "zscale=matrixin=gbr:rangein=full:matrix=gbr:range=full,format=" + planar + ",format="
                            + format
                            + " -c:v rawvideo @",
                    raw,
                    clip);
        }
        assertThat(Clips.stream(clip, "v:0").path("pix_fmt").asString()).isEqualTo(format);
        assertThat(Clips.distance(StillImages.read(clip), sent)).isLessThanOrEqualTo(1); // ties at half a 16-bit level
    }

    @Test
    void tenBitsComeBackWithoutAShiftOfLevels() throws IOException {
        int[] grayRamp = new int[64 * 16];
        for (int i = 0; i < grayRamp.length; i++) {
            grayRamp[i] = 64 + i % (940 - 64 + 1);
        }
        int[] neutral = new int[64 * 16];
        java.util.Arrays.fill(neutral, 512);
        Path source = encode("yuv444p10le", 10, 64, 16, "bt709", "tv", grayRamp, neutral, neutral);
        Path restored = folder.resolve("out.mkv");
        Clips.copy(source, restored);
        assertThat(Clips.stream(restored, "v:0").path("pix_fmt").asString()).isEqualTo("gbrp10le");
        Frame before = StillImages.read(source);
        Frame after = StillImages.read(restored);
        double sum = 0;
        for (int i = 0; i < before.rgb().length; i++) {
            int difference = (after.rgb()[i] & 0xffff) - (before.rgb()[i] & 0xffff);
            assertThat(Math.abs(difference)).isLessThanOrEqualTo(33); // half a level of 1023
            sum += difference;
        }
        assertThat(Math.abs(sum / before.rgb().length)).isLessThan(1); // no bias
    }

    @Test
    void highDynamicRangeIsRefusedWithAHint() {
        Path clip = folder.resolve("hdr.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:d=0.2 -vf setparams=color_trc=smpte2084:color_primaries=bt2020:colorspace=bt2020nc"
                        + " -pix_fmt yuv420p10le -c:v ffv1 @",
                clip);
        assertThatThrownBy(() -> FrameReader.open(clip, ReadOptions.ALL))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.code()).isEqualTo(ExitCode.INPUT);
                    assertThat(error).hasMessageContaining("hdr.mkv").hasMessageContaining("smpte2084");
                    assertThat(error.remedy()).contains("tone");
                });
    }

    private Path encode(
            String format, int bits, int width, int height, String matrix, String range, int[] y, int[] u, int[] v)
            throws IOException {
        Path raw = folder.resolve("planes.raw");
        Files.write(
                raw,
                samples(IntStream.concat(IntStream.of(y), IntStream.concat(IntStream.of(u), IntStream.of(v))), bits));
        Path clip = folder.resolve("planes.mkv");
        String tags = matrix.equals("unknown") ? "" : "-colorspace " + matrix + " -color_range " + range + " ";
        String layout = "-f rawvideo -pixel_format " + format + " -video_size " + width + "x" + height;
        Clips.ffmpeg(tags + layout + " -i @ " + tags + "-c:v ffv1 @", raw, clip);
        return clip;
    }

    /** The red samples in so many bits. */
    private static IntStream everyThird(short[] rgb, int bits) {
        int top = (1 << bits) - 1;
        return IntStream.range(0, rgb.length / 3).map(i ->
                (int) Math.round((rgb[3 * i] & 0xffff) * (double) top / 65535));
    }

    private static byte[] samples(IntStream values, int bits) {
        int[] all = values.toArray();
        ByteBuffer bytes = ByteBuffer.allocate((bits > 8 ? 2 : 1) * all.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : all) {
            if (bits > 8) {
                bytes.putShort((short) value);
            } else {
                bytes.put((byte) value);
            }
        }
        return bytes.array();
    }

    private static int[] luma(int count, int bits, boolean full) {
        Random random = new Random(1);
        int scale = 1 << (bits - 8);
        int[] samples = new int[count];
        for (int i = 0; i < count; i++) {
            samples[i] = full ? random.nextInt(256 * scale) : 16 * scale + random.nextInt(219 * scale + 1);
        }
        return samples;
    }

    /** Constant where chroma is shared between pixels, so that no interpolation enters the comparison. */
    private static int[] chroma(int count, int bits, boolean full, boolean constant, long seed) {
        Random random = new Random(seed);
        int scale = 1 << (bits - 8);
        int[] samples = new int[count];
        for (int i = 0; i < count; i++) {
            int drawn = full ? random.nextInt(256 * scale) : 16 * scale + random.nextInt(224 * scale + 1);
            samples[i] = constant && i > 0 ? samples[0] : drawn;
        }
        return samples;
    }

    private static double[] formula(int y, int u, int v, int bits, boolean full, double kr, double kb) {
        double scale = 1 << (bits - 8);
        double top = (1 << bits) - 1;
        double luma = full ? y / top : (y / scale - 16) / 219;
        double cb = full ? (u - 128 * scale) / top : (u / scale - 128) / 224;
        double cr = full ? (v - 128 * scale) / top : (v / scale - 128) / 224;
        double r = luma + 2 * (1 - kr) * cr;
        double b = luma + 2 * (1 - kb) * cb;
        double g = (luma - kr * r - kb * b) / (1 - kr - kb);
        return new double[] {clamp(r), clamp(g), clamp(b)};
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
