package zvrd.app.option;

import zvrd.degradation.Mask;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;

/** {@code --mask}: which pixels of which frame are lost. */
@FunctionalInterface
interface MaskSource extends AutoCloseable {
    /** Refuses a clip that has another number of frames than there are masks. */
    default void requireFits(VideoInfo clip) {}

    /** The mask of frame {@code frame}, from 0. Frames are asked for in order, the last one perhaps again. */
    Mask of(int frame, int height, int width);

    /** Lets go of the file behind it. */
    @Override
    default void close() {}

    /** Whether {@code text} names a picture, clip or folder. */
    static boolean isClip(String text) {
        return !text.startsWith("random:") && !text.startsWith("box:");
    }

    /**
     * Reads {@code random:SHARE}, {@code box:X,Y,W,H}, or the name of a picture, clip or folder that is white where pixels
     * are lost.
     *
     * @param grow pixels by which lost regions grow
     * @param seed of random masks
     */
    static MaskSource parse(String text, int grow, long seed, ReadOptions part) {
        if (grow < 0 || grow > 1000) {
            throw new UsageError("--mask-grow expects 0 to 1000 pixels, got " + grow, "say for example --mask-grow 4");
        }
        MaskSource source =
                isClip(text) ? new MaskClip(text, part) : text.startsWith("box:") ? box(text) : random(text, seed);
        return grow == 0 ? source : new Grown(source, grow);
    }

    private static MaskSource random(String text, long seed) {
        double[] share = Numbers.parse(text.substring("random:".length()), 1);
        if (share == null || share[0] < 0 || share[0] > 1) {
            throw new UsageError(
                    "--mask random:SHARE expects a share from 0 to 1, got " + text,
                    "say for example --mask random:0.5");
        }
        return (frame, height, width) -> Mask.random(share[0], seed, width, height);
    }

    private static MaskSource box(String text) {
        double[] box = Numbers.parse(text.substring("box:".length()), 4);
        if (box == null || box[2] < 1 || box[3] < 1) {
            throw new UsageError(
                    "--mask box:X,Y,W,H expects a corner and a size in pixels, got " + text,
                    "say for example --mask box:40,30,64,48");
        }
        return (frame, height, width) ->
                Mask.box((int) box[0], (int) box[1], (int) box[2], (int) box[3], width, height);
    }

    /** Masks whose lost regions are larger by {@code pixels} all round. */
    record Grown(MaskSource source, int pixels) implements MaskSource {
        @Override
        public void requireFits(VideoInfo clip) {
            source.requireFits(clip);
        }

        @Override
        public Mask of(int frame, int height, int width) {
            return source.of(frame, height, width).grown(pixels);
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
