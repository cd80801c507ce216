package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;

class BlockinessTest {
    private static final int SIDE = 256;

    @Test
    void strongerCompressionShowsMoreBlocksAndNoneShowsNone() throws IOException {
        double own = of(slopes());
        double fair = of(compressed(slopes(), 0.5f));
        double poor = of(compressed(slopes(), 0.15f));
        assertThat(own).isLessThan(1.15);
        assertThat(fair).isGreaterThan(1.25); // both of a picture that nothing hides blocks in
        assertThat(poor).isGreaterThan(fair);
    }

    @Test
    void smallFramesTellNothing() {
        assertThat(Blockiness.ofRgb16(new short[3 * 64 * 64], 64, 64)).isNaN();
    }

    private static double of(BufferedImage image) {
        short[] rgb = new short[3 * SIDE * SIDE];
        for (int p = 0; p < SIDE * SIDE; p++) {
            int packed = image.getRGB(p % SIDE, p / SIDE);
            for (int c = 0; c < 3; c++) {
                rgb[3 * p + c] = (short) (257 * (packed >> (16 - 8 * c) & 255));
            }
        }
        return Blockiness.ofRgb16(rgb, SIDE, SIDE);
    }

    /** Slopes of different steepness, and a little grain. */
    private static BufferedImage slopes() {
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        var random = new java.util.Random(5);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int grey = (int) (128 + 60 * Math.sin(x / 23.0) * Math.cos(y / 31.0) + 6 * random.nextGaussian());
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        return image;
    }

    private static BufferedImage compressed(BufferedImage image, float quality) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam wish = writer.getDefaultWriteParam();
            wish.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            wish.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), wish);
        } finally {
            writer.dispose();
        }
        return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
