package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.VideoInfo;
import zvrd.tensor.Images;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/** Clips read in step, a frame of each at a time, all brought to the size of the largest as {@code zvrd evaluate} does. */
final class SideBySide implements AutoCloseable {
    private static final int BITS = 16; // a frame is enlarged to what it holds

    private final List<FrameReader> readers = new ArrayList<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private int width;
    private int height;
    private int moments;

    private SideBySide() {}

    /**
     * Opens them all.
     *
     * @throws UserError with exit code 3 if one is no clip
     */
    static SideBySide open(List<ShownClip> clips) {
        var opened = new SideBySide();
        try {
            for (ShownClip clip : clips) {
                opened.readers.add(FrameReader.open(clip.path(), clip.part()));
            }
        } catch (UserError | IllegalStateException failure) {
            opened.close();
            throw failure;
        }
        opened.width = opened.infos().stream().mapToInt(VideoInfo::width).max().orElseThrow();
        opened.height =
                opened.infos().stream().mapToInt(VideoInfo::height).max().orElseThrow();
        opened.infos().forEach(opened::remarkSize);
        return opened;
    }

    /** Pixels a row of every frame handed out. */
    int width() {
        return width;
    }

    /** Rows of every frame handed out. */
    int height() {
        return height;
    }

    /** What the clips are. */
    List<VideoInfo> infos() {
        return readers.stream().map(FrameReader::info).toList();
    }

    /** What about the clips a reader of the page must know. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** The next frame of each clip, or null where the first of them ends. */
    @Nullable
    List<Frame> next() {
        var frames = new ArrayList<Frame>();
        var ended = new ArrayList<String>();
        for (FrameReader reader : readers) {
            Frame frame = reader.next();
            if (frame == null) {
                ended.add(reader.info().path().toString());
            } else {
                frames.add(brought(frame));
            }
        }
        if (ended.isEmpty()) {
            moments++;
            return frames;
        }
        if (!frames.isEmpty()) {
            remarks.add("Only the first %d frames are shown: %s has no more, others have."
                    .formatted(moments, String.join(" and ", ended)));
        }
        return null;
    }

    @Override
    public void close() {
        readers.forEach(FrameReader::close);
    }

    private void remarkSize(VideoInfo info) {
        if (info.width() != width || info.height() != height) {
            boolean stretched = (long) info.width() * height != (long) info.height() * width;
            remarks.add("%s has %d × %d pixels and is shown and measured at %d × %d, %s by Lanczos%s."
                    .formatted(
                            info.path(),
                            info.width(),
                            info.height(),
                            width,
                            height,
                            stretched ? "resized" : "enlarged",
                            stretched ? " and stretched, as its shape is another" : ""));
        }
    }

    private Frame brought(Frame frame) {
        if (frame.width() == width && frame.height() == height) {
            return frame;
        }
        try (var scope = new TensorScope()) {
            Tensor small = Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
            short[] rgb = Images.toRgb16(Resampler.LANCZOS.resize(small, height, width), BITS);
            return new Frame(frame.index(), frame.pts(), frame.timeBase(), width, height, rgb);
        }
    }
}
