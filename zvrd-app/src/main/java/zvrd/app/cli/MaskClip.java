package zvrd.app.cli;

import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.Mask;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/**
 * Masks from a picture, which holds for all frames, or from a clip or folder, whose frames go with the input's one by
 * one. Reads forwards only and keeps a few masks, because frames are restored nearly in order.
 */
final class MaskClip implements MaskSource {
    private static final int KEPT = 64; // more than frames are ever under way at once

    private final String name;
    private final FrameReader reader;
    private final TreeMap<Integer, Mask> recent = new TreeMap<>();
    private int read;
    private @Nullable Mask only;

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
    public synchronized Mask of(int frame, int height, int width) {
        while (only == null && read <= frame) {
            readOne(frame);
        }
        Mask mask = only != null ? only : recent.get(frame);
        if (mask == null) {
            throw new IllegalStateException(
                    name + ": mask " + frame + " was let go, " + recent.firstKey() + " is the first kept");
        }
        if (mask.height() != height || mask.width() != width) {
            throw new UserError(
                    ExitCode.INPUT,
                    name + ": masks of " + mask.width() + "x" + mask.height() + " pixels, the frames have " + width
                            + "x" + height,
                    "scale the mask to the size of the frames");
        }
        return mask;
    }

    @Override
    public synchronized void close() {
        reader.close();
    }

    private void readOne(int wanted) {
        Frame frame = reader.next();
        if (frame == null && read == 1) { // a single picture is the mask of every frame
            only = recent.get(0);
            return;
        }
        if (frame == null) {
            throw new UserError(
                    ExitCode.INPUT,
                    name + ": ends after " + read + " masks, frame " + (wanted + 1) + " has none",
                    "give one mask picture for all frames, or a clip with a mask for each");
        }
        recent.put(read++, Mask.ofLuma(luma(frame), frame.width(), frame.height()));
        if (recent.size() > KEPT) {
            recent.remove(recent.firstKey());
        }
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
