package zvrd.restore;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Test pictures by ImageIO, so that a test does not read what it wrote itself. */
final class Stripes {
    private Stripes() {}

    static void write(Path png, int width, int height, int phase) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (40 * ((x + phase) % 6)) << 16 | (12 * y) << 8 | 10 * x);
            }
        }
        ImageIO.write(image, "png", png.toFile());
    }
}
