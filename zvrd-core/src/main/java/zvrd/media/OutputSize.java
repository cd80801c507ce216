package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How large an output will be, roughly, before there is one. */
public final class OutputSize {
    private static final double FFV1 = 0.42; // of the raw samples; 0.37 to 0.47 of restored clips
    private static final double FFV1_ENLARGED = 0.3; // 0.15 to 0.4
    private static final double PNG = 0.5;
    private static final double LOSSY = 0.05;

    private OutputSize() {}

    /**
     * Bytes that writing {@code count} frames to {@code target} takes at most at a time: where other streams are copied
     * beside the pictures, these are there twice for a moment.
     */
    public static long guess(Path target, VideoInfo source, WriteOptions options, int width, int height, long count) {
        int depth = options.bitDepth().orElse(source.bitDepth());
        double raw = 3.0 * width * height * count * (depth > Byte.SIZE ? Short.BYTES : Byte.BYTES);
        if (!OutputForm.isVideo(target)) {
            return Math.round(PNG * raw);
        }
        double pictures =
                raw * (VideoFile.codec(target, options).lossless() ? lossless(width > source.width()) : LOSSY);
        boolean copied = !source.images()
                && source.streams().stream().anyMatch(stream -> stream.index() != source.videoStream());
        return Math.round(copied ? 2 * pictures + size(source.path()) : pictures);
    }

    private static double lossless(boolean enlarged) {
        return enlarged ? FFV1_ENLARGED : FFV1;
    }

    private static double size(Path source) {
        try {
            return Files.size(source);
        } catch (IOException unknown) {
            return 0;
        }
    }
}
