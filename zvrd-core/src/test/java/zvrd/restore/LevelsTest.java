package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Preset;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Task;
import zvrd.media.Clips;
import zvrd.media.Frame;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;

/** Black, white and grey from file to file, in the depths and ranges that clips come in. */
@ExtendWith(LeakGuard.class)
class LevelsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"yuv420p10le, 4, 10", "yuv444p12le, 16, 12", "gray10le, 4, 10", "gray, 1, 8", "yuv420p, 1, 8"})
    void aLimitedRangeRampKeepsItsLevelsWhereNothingIsToBeMended(String pixels, int unit, int bits) throws Exception {
        Path clip = ramp(pixels, unit);
        Path out = folder.resolve("out.mkv");
        restore(clip, out, new Identity(), Task.DENOISE);
        short[] before = only(clip).rgb();
        short[] after = only(out).rgb();
        double step = 65535.0 / ((1 << bits) - 1);
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            double shift = Short.toUnsignedInt(after[i]) - Short.toUnsignedInt(before[i]);
            sum += shift;
            largest = Math.max(largest, Math.abs(shift));
        }
        assertThat(largest).isLessThanOrEqualTo(step / 2 + 1); // full range at the same depth has steps of its own,
        assertThat(Math.abs(sum / before.length)).isLessThan(step / 20); // which round up as often as down
        assertThat(Short.toUnsignedInt(before[0])).isLessThan(2); // limited black is black
        assertThat(Short.toUnsignedInt(before[before.length - 1])).isGreaterThan(65533); // and white white
    }

    @Test
    void aLimitedRangeClipThatWasColouredHasTheVeryLumaItHad() throws Exception {
        Path clip = ramp("yuv420p", 1);
        Path out = folder.resolve("out.mkv");
        restore(clip, out, Grayscale.LUMA, Task.COLORIZE);
        assertThat(luma(out, ",zscale=matrix=170m:range=limited:dither=none,format=yuv444p"))
                .isEqualTo(luma(clip, ""));
    }

    @Test
    void lumaThatIsSaidToBeNoisyIsNotPutBack() throws Exception {
        Path clip = ramp("yuv420p", 1);
        Path out = folder.resolve("out.mkv");
        restore(clip, out, Grayscale.LUMA, Task.COLORIZE, 40);
        assertThat(luma(out, ",zscale=matrix=170m:range=limited:dither=none,format=yuv444p"))
                .isNotEqualTo(luma(clip, ""));
    }

    /** 8-bit luma as it is coded; {@code first} brings RGB to it. */
    private short[] luma(Path clip, String first) {
        Path plane = folder.resolve("luma of " + clip.getFileName());
        String filter = "null" + (first.isEmpty() ? "" : ",format=gbrp" + first) + ",extractplanes=y";
        Clips.ffmpeg("-i @ -vf " + filter + " -c:v ffv1 @", clip, plane);
        return only(plane).rgb();
    }

    /** One frame of 256 × 32 that goes through limited-range luma from left to right. */
    private Path ramp(String pixels, int unit) throws IOException {
        Path file = folder.resolve("ramp.mkv");
        String luma = "geq=lum=floor((16+219*X/(W-1))*" + unit + "+0.5):cb=" + 128 * unit + ":cr=" + 128 * unit;
        Clips.ffmpeg(
                "-f lavfi -i color=s=256x32:r=1:d=1,format=" + pixels + "," + luma
                        + " -frames:v 1 -color_range tv -colorspace smpte170m -c:v ffv1 @",
                file);
        if (pixels.startsWith("gray")) { // FFmpeg calls all gray full; cameras that do not are imitated
            byte[] bytes = Files.readAllBytes(file);
            byte[] full = {0x55, (byte) 0xb9, (byte) 0x81, 2}; // Matroska's element Range
            int at = 0;
            while (!Arrays.equals(bytes, at, at + full.length, full, 0, full.length)) {
                at++;
            }
            bytes[at + 3] = 1;
            Files.write(file, bytes);
        }
        return file;
    }

    private void restore(Path clip, Path out, DegradationOperator operator, Task task) throws Exception {
        restore(clip, out, operator, task, 0);
    }

    private void restore(Path clip, Path out, DegradationOperator operator, Task task, double sigma) throws Exception {
        Path model = TinyPrior.write(folder.resolve("tiny.safetensors"), TinyPrior.OPTIONS);
        var request = new RestoreRequest(
                clip,
                ReadOptions.ALL,
                out,
                WriteOptions.DEFAULT,
                OperatorPlan.fixed(operator),
                OptionalDouble.of(sigma),
                new RestoreRequest.PriorChoice(
                        model.toString(),
                        new BackboneSettings("hqs", Preset.DRAFT, task, 2, null, null),
                        7,
                        Precision.FLOAT32),
                RestoreRequest.Temporal.NONE,
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), WindowPlan.USUAL, true),
                new RestoreRequest.Resources(1, 0, ComputeDevice.cpu()));
        VideoRestorer.run(request, StepListener.none());
    }

    private static Frame only(Path clip) {
        return Clips.readAll(clip).get(0);
    }
}
