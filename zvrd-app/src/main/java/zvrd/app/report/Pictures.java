package zvrd.app.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.bytedeco.pytorch.Tensor;
import zvrd.media.Frame;
import zvrd.tensor.Images;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/** Frames as pictures of 8 bits, and pictures as text that a page holds. */
public final class Pictures {
    /** On ImageIO's scale of 0 to 1. */
    static final float JPEG_QUALITY = 0.92f;

    private Pictures() {}

    /** {@code frame} with its samples rounded to 8 bits. */
    public static BufferedImage of(Frame frame) {
        return of(frame.rgb(), frame.width(), frame.height());
    }

    /** The same at another size, by bicubic interpolation with antialiasing. */
    static BufferedImage of(Frame frame, int width, int height) {
        if (frame.width() == width && frame.height() == height) {
            return of(frame);
        }
        try (var scope = new TensorScope()) {
            Tensor full = Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
            return of(Images.toRgb16(Resampler.PILLOW_BICUBIC.resize(full, height, width), 8), width, height);
        }
    }

    /** {@code image} as a URI that holds all of it: PNG, or JPEG where a little may be lost. */
    static String dataUri(BufferedImage image, boolean lossless) {
        var bytes = new ByteArrayOutputStream();
        try {
            if (lossless) {
                ImageIO.write(image, "png", bytes);
            } else {
                writeJpeg(image, bytes);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory refused a picture", impossible);
        }
        return "data:image/" + (lossless ? "png" : "jpeg") + ";base64,"
                + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The picture that {@code uri} holds. */
    static BufferedImage read(String uri) {
        byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a picture of our own could not be read", impossible);
        }
    }

    private static BufferedImage of(short[] rgb, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 3) {
                row[x] = level(rgb[at]) << 16 | level(rgb[at + 1]) << 8 | level(rgb[at + 2]);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    private static int level(short value) {
        return (Short.toUnsignedInt(value) + 128) / 257;
    }

    private static void writeJpeg(BufferedImage image, ByteArrayOutputStream bytes) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(JPEG_QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
    }
}
