package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.ExitCode;
import zvrd.UserError;

class WholeClipTest {
    private static final VideoInfo INFO = VideoInfo.drawn(20, 12, 8);

    @TempDir
    private Path folder;

    private Path clip(String ending, String codecs) {
        Path clip = folder.resolve("in." + ending);
        Clips.ffmpeg("-f lavfi -i testsrc2=s=96x64:r=25:d=2 -f lavfi -i sine=d=2 " + codecs + " @", clip);
        return clip;
    }

    @ParameterizedTest
    @CsvSource({
        "mkv, -c:v ffv1 -c:a flac",
        "webm, -c:v libvpx-vp9 -b:v 300k -cpu-used 8 -c:a libopus",
        "mp4, -c:v mpeg4 -c:a aac -movflags +faststart",
        "mov, -c:v libopenh264 -b:v 300k -c:a aac -movflags +faststart",
        "avi, -c:v mpeg4 -c:a libmp3lame"
    })
    void aFileThatWasCutIsRefusedBeforeTheWorkWithTheNumberOfFramesThatAreThere(String ending, String codecs)
            throws IOException {
        Path clip = clip(ending, codecs);
        assertThatCode(() -> WholeClip.require(clip, ReadOptions.ALL)).doesNotThrowAnyException();
        byte[] bytes = Files.readAllBytes(clip);
        Files.write(clip, Arrays.copyOf(bytes, bytes.length * 6 / 10));
        assertThatThrownBy(() -> WholeClip.require(clip, ReadOptions.ALL))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.code()).isEqualTo(ExitCode.INPUT);
                    assertThat(error.getMessage()).containsPattern("cut short after [1-4]?\\d ");
                    assertThat(error.remedy()).containsPattern("--frames [1-4]?\\d$");
                });
        assertThatCode(() -> WholeClip.require(clip, new ReadOptions(0, 5))).doesNotThrowAnyException();
        assertThat(Clips.readAll(clip, new ReadOptions(0, 5))).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts", "mpg"})
    void aStreamThatDoesNotSayHowLongItIsEndsWhereItEnds(String ending) throws IOException {
        Path clip = clip(ending, "-c:v mpeg2video -c:a mp2");
        byte[] bytes = Files.readAllBytes(clip);
        Files.write(clip, Arrays.copyOf(bytes, bytes.length * 6 / 10));
        assertThatCode(() -> WholeClip.require(clip, ReadOptions.ALL)).doesNotThrowAnyException();
        assertThat(Clips.readAll(clip).size()).isBetween(10, 45);
    }

    @Test
    void picturesOfAnotherSizeAreRefusedBeforeTheWorkAndWhileTheyAreRead() {
        for (int i = 0; i < 6; i++) {
            int width = i == 4 ? 22 : 20;
            StillImages.write(
                    folder.resolve(i + ".png"), Clips.noise(0, 0, INFO.timeBase(), width, 12, 8, i), 8, false);
        }
        ReadOptions five = new ReadOptions(0, 5);
        assertThatThrownBy(() -> WholeClip.require(folder, five)).hasMessageContaining("4.png");
        assertThatThrownBy(() -> Clips.readAll(folder, five))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("4.png: 20x12 expected as in 0.png, found 22x12");
        assertThatCode(() -> WholeClip.require(folder, new ReadOptions(0, 4))).doesNotThrowAnyException();
    }

    @Test
    void aPictureThatIsNoneIsRefusedBeforeTheWork() throws IOException {
        Clips.write(
                folder.resolve("frames"), INFO, java.util.List.of(noise(0), noise(1), noise(2)), WriteOptions.DEFAULT);
        Files.writeString(folder.resolve("frames/000002.png"), "ffconcat version 1.0\nfile 000002.png\n");
        assertThatThrownBy(() -> WholeClip.require(folder.resolve("frames"), ReadOptions.ALL))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.INPUT))
                .hasMessageContaining("000002.png");
    }

    @Test
    void picturesWhoseNamesHoldALineBreakAreRefusedByName() {
        StillImages.write(folder.resolve("a.png"), noise(0), 8, false);
        Path broken = folder.resolve("b\nfile 'a.png");
        try {
            Files.copy(folder.resolve("a.png"), broken);
        } catch (IOException unknown) {
            throw new org.opentest4j.TestAbortedException("no such names here", unknown);
        }
        assertThatThrownBy(() -> Clips.readAll(broken))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.INPUT))
                .hasMessageContaining("holds a line break");
    }

    private static Frame noise(int index) {
        return Clips.noise(index, index, INFO.timeBase(), 20, 12, 8, index);
    }
}
