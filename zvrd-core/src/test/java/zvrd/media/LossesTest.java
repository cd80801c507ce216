package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossesTest {
    @TempDir
    private Path folder;

    @Test
    void whatAContainerHasNoPlaceForIsTold() throws java.io.IOException {
        Path font = Files.writeString(folder.resolve("f.ttf"), "not really a font");
        Path clip = folder.resolve("in.mkv");
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=64x48:r=25:d=0.2 -f lavfi -i sine=d=0.2 -map 0 -map 0 -map 1 -attach @"
                        + " -metadata:s:t mimetype=font/ttf -pix_fmt yuv420p10le -c:v ffv1 -c:a flac @",
                font,
                clip);
        VideoInfo info = VideoProbe.probe(clip, null);
        assertThat(losses(info, "out.mkv"))
                .containsExactly("what this container has no place for is left behind: stream 1 (video ffv1)");
        assertThat(losses(info, "out.mp4"))
                .hasSize(2)
                .anyMatch(loss -> loss.contains("stream 1 (video ffv1), stream 3 (attachment unknown)"))
                .anyMatch(loss -> loss.contains("10 bits"));
        assertThat(losses(info, "frames"))
                .containsExactly("what a folder of pictures has no place for is left behind: stream 2 (audio flac)");
    }

    private List<String> losses(VideoInfo info, String name) {
        return Losses.of(info, folder.resolve(name), WriteOptions.DEFAULT);
    }
}
