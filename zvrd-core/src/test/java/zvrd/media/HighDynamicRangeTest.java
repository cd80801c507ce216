package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;

class HighDynamicRangeTest {
    private static final ReadOptions KEEP = ReadOptions.ALL.ofAnyRange();

    @TempDir
    private Path folder;

    private Path clip(String transfer) {
        Path clip = folder.resolve("hdr.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=0.2,format=yuv420p10le,setparams=color_primaries=bt2020:color_trc="
                        + transfer + ":colorspace=bt2020nc:range=tv -c:v ffv1 @",
                clip);
        return clip;
    }

    @ParameterizedTest
    @ValueSource(strings = {"smpte2084", "arib-std-b67"})
    void isRefusedUnlessItsNumbersAreWanted(String transfer) {
        Path clip = clip(transfer);
        assertThatThrownBy(() -> Clips.readAll(clip)).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.code()).isEqualTo(ExitCode.INPUT);
            assertThat(error).hasMessageContaining(transfer);
            assertThat(error.remedy()).contains("--hdr keep");
        });
        assertThat(Clips.readAll(clip, KEEP)).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"smpte2084, out.mkv,", "arib-std-b67, out.mkv,", "smpte2084, out.mp4, av1"})
    void keepsItsNumbersAndItsTags(String transfer, String name, @org.jspecify.annotations.Nullable String codec) {
        Path clip = clip(transfer);
        Path out = folder.resolve(name);
        var options = new WriteOptions(
                codec,
                codec == null ? OptionalInt.empty() : OptionalInt.of(5),
                false,
                true,
                true,
                false,
                OptionalInt.empty());
        Clips.copy(clip, out, KEEP, options);
        VideoInfo info = VideoProbe.probe(out, null);
        assertThat(info.colour().transfer()).isEqualTo(transfer);
        assertThat(info.colour().primaries()).isEqualTo("bt2020");
        assertThat(info.colour().matrix()).isEqualTo(codec == null ? "gbr" : "bt2020nc");
        assertThat(info.bitDepth()).isEqualTo(10);
        List<Frame> before = Clips.readAll(clip, KEEP);
        List<Frame> after = Clips.readAll(out, KEEP);
        assertThat(new FrameLook(after.get(2).rgb(), 64, 48)
                        .distance(new FrameLook(before.get(2).rgb(), 64, 48)))
                .isLessThan(1);
        if (codec == null) {
            assertThat(Clips.distance(after.get(2), before.get(2))).isLessThanOrEqualTo(33); // half of one in 1023
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mp4", "out.webm"})
    void doesNotFitIntoEightBits(String name) {
        Path clip = clip("smpte2084");
        assertThatThrownBy(() -> Clips.copy(clip, folder.resolve(name), KEEP, WriteOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                .hasMessageContaining("needs 10 bits");
    }
}
