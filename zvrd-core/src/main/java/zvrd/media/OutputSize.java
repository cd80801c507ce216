package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How large an output will be, roughly, before there is one. */
public final class OutputSize {
    private static final double FFV1 = 0.3; // of the raw samples; 0.15 to 0.4 of restored clips of 256² to 960x540
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
        boolean lossless = VideoFile.codec(target, options).lossless();
        double pictures = (lossless ? FFV1 : LOSSY) * raw;
        boolean copied = !source.images()
                && source.streams().stream().anyMatch(stream -> stream.index() != source.videoStream());
        return Math.round(copied ? 2 * pictures + size(source.path()) : pictures);
    }

    private static double size(Path source) {
        try {
            return Files.size(source);
        } catch (IOException unknown) {
            return 0;
        }
    }
}
