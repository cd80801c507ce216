package zvrd.train;

import java.nio.file.Path;

/** An image file that can be decoded, with the size its header tells. */
record TrainingImage(Path path, int width, int height) {
    private static final int BIG = 1 << 20;

    /** Whether it is large enough to show something at several sizes, as a photograph from a camera is. */
    boolean big() {
        return (long) width * height >= BIG;
    }
}
