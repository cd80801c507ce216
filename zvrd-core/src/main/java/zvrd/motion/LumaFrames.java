package zvrd.motion;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/** The luma of some frames in 8 bits, as OpenCV reads it; where a side is too short for it, the outermost pixels go on. */
final class LumaFrames {
    private static final int SMALLEST_SIDE = 16; // two patches of 8 pixels; OpenCV refuses frames within 12 × 12

    private final int count;
    private final int height;
    private final int width;
    private final int rows;
    private final int stride;
    private final byte[] luma; // [count, rows, stride]

    private LumaFrames(int count, int height, int width) {
        this.count = count;
        this.height = height;
        this.width = width;
        this.rows = Math.max(height, SMALLEST_SIDE);
        this.stride = Math.max(width, SMALLEST_SIDE);
        this.luma = new byte[count * rows * stride];
    }

    /** Of {@code frames} [N, 3, H, W] on [-1, 1], N at least 2. */
    static LumaFrames of(Tensor frames) {
        if (frames.dim() != 4 || frames.size(0) < 2 || frames.size(1) != 3) {
            throw new IllegalArgumentException(
                    "flow expects two or more frames [N, 3, H, W], got " + Arrays.toString(Tensors.shape(frames)));
        }
        var some = new LumaFrames((int) frames.size(0), (int) frames.size(2), (int) frames.size(3));
        some.fill(Tensors.toFloats(frames));
        return some;
    }

    private void fill(float[] rgb) {
        int plane = height * width;
        int at = 0;
        for (int n = 0; n < count; n++) {
            for (int y = 0; y < rows; y++) {
                int row = 3 * n * plane + Math.min(y, height - 1) * width;
                for (int x = 0; x < stride; x++) {
                    int red = row + Math.min(x, width - 1);
                    luma[at++] = level(rgb[red], rgb[red + plane], rgb[red + 2 * plane]);
                }
            }
        }
    }

    /** BT.601 luma of a colour on [-1, 1] in 256 levels. */
    private static byte level(float red, float green, float blue) {
        float luma = 0.299f * red + 0.587f * green + 0.114f * blue;
        return (byte) Math.round(Math.max(0f, Math.min(255f, 127.5f * (luma + 1))));
    }

    int count() {
        return count;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** One frame, in the caller's scope. */
    Mat mat(int frame) {
        Mat mat = new Mat(rows, stride, opencv_core.CV_8UC1);
        ByteBuffer pixels = mat.createBuffer();
        pixels.put(luma, frame * rows * stride, rows * stride);
        return mat;
    }

    /** Copies OpenCV's interleaved vectors {@code flow} to two planes of the frames' own size, from {@code offset} on. */
    void copyPlanes(Mat flow, float[] planes, int offset) {
        FloatBuffer vectors = flow.createBuffer();
        int plane = height * width;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = offset + y * width + x;
                int vector = 2 * (y * stride + x);
                planes[at] = vectors.get(vector);
                planes[at + plane] = vectors.get(vector + 1);
            }
        }
    }
}
