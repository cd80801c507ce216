package zvrd.app.option;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.Mask;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;

/**
 * Masks from a picture, which holds for all frames, or from a clip or folder, whose frames go with the input's one by
 * one. Reads forwards beside the clip and keeps one mask.
 */
final class MaskClip implements MaskSource {
    private final String name;
    private final FrameReader reader;
    private int read;
    private boolean only;
    private @Nullable Mask last;

    MaskClip(String name, ReadOptions part) {
        this.name = name;
        this.reader = open(Path.of(name), part);
    }

    private static FrameReader open(Path path, ReadOptions part) {
        FrameReader whole = FrameReader.open(path, ReadOptions.ALL);
        boolean picture = whole.info().images() && whole.info().frames().orElse(0) == 1;
        if (picture || part.wholeClip()) {
            return whole;
        }
        whole.close();
        return FrameReader.open(path, part);
    }

    @Override
    public void requireFits(VideoInfo clip) {
        VideoInfo own = reader.info();
        OptionalLong masks = own.expectedFrames();
        OptionalLong frames = clip.expectedFrames();
        if (masks.isEmpty() || frames.isEmpty() || masks.getAsLong() == 1) {
            return;
        }
        boolean counted = own.frames().isPresent() && clip.frames().isPresent();
        long difference = Math.abs(masks.getAsLong() - frames.getAsLong());
        if (difference > (counted ? 0 : 1)) { // a count made from duration and rate may be off by one
            throw new UserError(
                    ExitCode.INPUT,
                    "--mask " + name + ": has " + masks.getAsLong() + " masks, the clip " + frames.getAsLong()
                            + " frames",
                    "give one mask picture for all frames, or a clip or folder with a mask for each");
        }
    }

    @Override
    public synchronized Mask of(int frame, int height, int width) {
        while (!only && read <= frame) {
            readOne(frame);
        }
        if (last == null || !only && frame != read - 1) {
            throw new IllegalStateException(name + ": mask " + frame + " was asked for after mask " + (read - 1));
        }
        if (last.height() != height || last.width() != width) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--mask " + name + ": masks of " + last.width() + "x" + last.height() + " pixels, the frames have "
                            + width + "x" + height,
                    "scale the mask to the size of the frames");
        }
        return last;
    }

    @Override
    public synchronized void close() {
        reader.close();
    }

    private void readOne(int wanted) {
        Frame frame = reader.next();
        if (frame == null && read == 1) { // a single picture is the mask of every frame
            only = true;
            return;
        }
        if (frame == null) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--mask " + name + ": ends after " + read + " masks, frame " + (wanted + 1) + " has none",
                    "give one mask picture for all frames, or a clip with a mask for each");
        }
        last = Mask.ofLuma(luma(frame), frame.width(), frame.height());
        read++;
    }

    private static float[] luma(Frame frame) { // BT.601, of full range
        float[] luma = new float[frame.width() * frame.height()];
        for (int p = 0; p < luma.length; p++) {
            int red = Short.toUnsignedInt(frame.rgb()[3 * p]);
            int green = Short.toUnsignedInt(frame.rgb()[3 * p + 1]);
            int blue = Short.toUnsignedInt(frame.rgb()[3 * p + 2]);
            luma[p] = (0.299f * red + 0.587f * green + 0.114f * blue) / 65535f;
        }
        return luma;
    }
}
