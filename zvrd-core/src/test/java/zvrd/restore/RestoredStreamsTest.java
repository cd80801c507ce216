package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.media.Clips;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.media.StreamInfo;

class RestoredStreamsTest {
    private static final double HALF_A_TICK = 0.0005; // of Matroska

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "in.mkv, out.mkv, 21x17, -pix_fmt yuv444p -c:v ffv1 -c:a flac -output_ts_offset 5.5",
        "in.mp4, out.mp4, 24x16, -c:v mpeg4 -bf 2 -c:a aac",
        "in.ts, out.mkv, 24x16, -c:v mpeg2video -bf 2 -c:a mp2"
    })
    void aRestoredClipHasItsSizeItsTimesAndItsSound(String in, String out, String size, String codecs)
            throws Exception {
        SmallJob.prepare(folder, 1);
        Path clip = folder.resolve(in);
        Clips.ffmpeg(
                "-f lavfi -i testsrc2=s=" + size + ":r=30000/1001:d=0.2 -f lavfi -i sine=d=0.2 " + codecs + " @", clip);
        RestoreRequest small = SmallJob.of(folder, "hqs").request(out);
        RestoreRequest request = new RestoreRequest(
                clip,
                small.reading(),
                small.output(),
                small.writing(),
                small.operators(),
                small.sigma(),
                small.prior(),
                small.temporal(),
                small.space(),
                small.resources());
        List<Frame> restored = SmallClip.restored(request);
        List<Frame> source = Clips.readAll(clip);
        assertThat(restored).hasSameSizeAs(source);
        for (int n = 0; n < source.size(); n++) {
            assertThat(restored.get(n).seconds()).isCloseTo(source.get(n).seconds(), within(HALF_A_TICK + 1e-9));
            assertThat(restored.get(n).width()).isEqualTo(2 * source.get(n).width());
            assertThat(restored.get(n).height()).isEqualTo(2 * source.get(n).height());
        }
        try (FrameReader reader = FrameReader.open(request.output(), ReadOptions.ALL)) {
            assertThat(reader.info().streams()).extracting(StreamInfo::type).containsExactly("video", "audio");
        }
    }
}
