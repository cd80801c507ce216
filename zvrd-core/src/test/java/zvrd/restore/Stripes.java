package zvrd.restore;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Test pictures by ImageIO, so that a test does not read what it wrote itself. */
final class Stripes {
    private Stripes() {}

    static void write(Path png, int width, int height, int phase) throws IOException {
        write(png, width, height, phase, 0);
    }

    /** With a light of {@code light} levels that leaves the pattern the rest of the range. */
    static void write(Path png, int width, int height, int phase, int light) throws IOException {
        double share = (255 - light) / 255.0;
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] rgb = {40 * ((x + phase) % 6), 12 * y, 10 * x};
                int level = 0;
                for (int value : rgb) {
                    level = level << 8 | light + (int) (share * value);
                }
                image.setRGB(x, y, level);
            }
        }
        ImageIO.write(image, "png", png.toFile());
    }
}
