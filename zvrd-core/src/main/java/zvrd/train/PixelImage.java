package zvrd.train;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Interleaved 8-bit RGB in Java memory. */
record PixelImage(int width, int height, byte[] rgb) {
    private static final int COLOURS = 3;

    /** Decodes {@code file}; null where it is damaged or of a kind the JDK cannot decode. */
    static @Nullable PixelImage read(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            return image == null ? null : of(image);
        } catch (IOException | RuntimeException e) { // decoders throw both on damaged files
            return null;
        }
    }

    private static PixelImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[COLOURS * width * height];
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
                && image.getRaster().getDataBuffer() instanceof DataBufferByte bytes
                && bytes.getData().length == rgb.length) { // what JPEG and most PNG decode to
            byte[] bgr = bytes.getData();
            for (int at = 0; at < rgb.length; at += COLOURS) {
                rgb[at] = bgr[at + 2];
                rgb[at + 1] = bgr[at + 1];
                rgb[at + 2] = bgr[at];
            }
            return new PixelImage(width, height, rgb);
        }
        copyRows(image, rgb);
        return new PixelImage(width, height, rgb);
    }

    private static void copyRows(BufferedImage image, byte[] rgb) {
        int width = image.getWidth();
        int height = image.getHeight();
        boolean gray = image.getRaster().getNumBands() == 1
                && image.getRaster().getDataBuffer().getDataType() == DataBuffer.TYPE_BYTE
                && image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (gray) { // getRGB would take the values as linear light and brighten them
                image.getRaster().getSamples(0, y, width, 1, 0, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int x = 0; x < width; x++) {
                int at = COLOURS * (y * width + x);
                int value = gray ? row[x] * 0x010101 : row[x];
                rgb[at] = (byte) (value >> 16);
                rgb[at + 1] = (byte) (value >> 8);
                rgb[at + 2] = (byte) value;
            }
        }
    }

    /** Reduced to {@code newWidth} × {@code newHeight}, each pixel the mean of the area it covers. */
    PixelImage reduced(int newWidth, int newHeight) {
        if (newWidth > width || newHeight > height) {
            throw new IllegalArgumentException("reducing goes down only, got " + newWidth + " x " + newHeight);
        }
        float[] narrow = new float[COLOURS * newWidth * height];
        Coverage across = Coverage.of(width, newWidth);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < newWidth; x++) {
                for (int c = 0; c < COLOURS; c++) {
                    float sum = 0;
                    for (int k = 0; k < across.taps; k++) {
                        int from = Math.min(across.first[x] + k, width - 1);
                        sum += across.weight[x * across.taps + k] * (rgb[COLOURS * (y * width + from) + c] & 0xFF);
                    }
                    narrow[COLOURS * (y * newWidth + x) + c] = sum;
                }
            }
        }
        return new PixelImage(newWidth, newHeight, shortened(narrow, COLOURS * newWidth, newHeight));
    }

    private byte[] shortened(float[] narrow, int rowLength, int newHeight) {
        byte[] out = new byte[rowLength * newHeight];
        Coverage down = Coverage.of(height, newHeight);
        float[] sum = new float[rowLength];
        for (int y = 0; y < newHeight; y++) {
            Arrays.fill(sum, 0);
            for (int k = 0; k < down.taps; k++) {
                int from = rowLength * Math.min(down.first[y] + k, height - 1);
                float weight = down.weight[y * down.taps + k];
                for (int i = 0; i < rowLength; i++) {
                    sum[i] += weight * narrow[from + i];
                }
            }
            for (int i = 0; i < rowLength; i++) {
                out[rowLength * y + i] = (byte) Math.min(255, Math.round(sum[i]));
            }
        }
        return out;
    }

    /** How much of which old pixels each new pixel covers along one axis. */
    private record Coverage(int taps, int[] first, float[] weight) {
        static Coverage of(int oldLength, int newLength) {
            double step = (double) oldLength / newLength;
            int taps = (int) Math.ceil(step) + 1;
            int[] first = new int[newLength];
            float[] weight = new float[newLength * taps];
            for (int i = 0; i < newLength; i++) {
                double from = i * step;
                double to = Math.min(oldLength, from + step);
                first[i] = (int) from;
                for (int k = 0; k < taps; k++) {
                    double covered = Math.min(to, first[i] + k + 1.0) - Math.max(from, first[i] + (double) k);
                    weight[i * taps + k] = (float) (Math.max(0, covered) / (to - from));
                }
            }
            return new Coverage(taps, first, weight);
        }
    }
}
