package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/** Clips of a few small pictures, and what became of them. */
final class SmallClip {
    /** One 8-bit level of 16 bits. */
    static final int LEVEL = 257;

    private SmallClip() {}

    /** {@code frames} pictures in a new folder in {@code parent} that move by {@code step} pixels from one to the next. */
    static Path write(Path parent, int width, int height, int frames, int step) throws IOException {
        Path clip = Files.createTempDirectory(parent, "clip");
        for (int n = 0; n < frames; n++) {
            Stripes.write(clip.resolve("%03d.png".formatted(n)), width, height, step * n);
        }
        return clip;
    }

    /** Runs {@code request}; the frames it wrote. */
    static List<Frame> restored(RestoreRequest request) throws Exception {
        VideoRestorer.run(request, StepListener.none());
        var frames = new ArrayList<Frame>();
        try (FrameReader reader = FrameReader.open(request.output(), ReadOptions.ALL)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    static void assertSame(List<Frame> actual, List<Frame> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int n = 0; n < expected.size(); n++) {
            assertThat(actual.get(n).rgb()).isEqualTo(expected.get(n).rgb());
        }
    }

    static void assertClose(short[] actual, short[] expected, int most) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            int difference = Short.toUnsignedInt(actual[i]) - Short.toUnsignedInt(expected[i]);
            assertThat(Math.abs(difference)).as("value %d", i).isLessThanOrEqualTo(most);
        }
    }
}
