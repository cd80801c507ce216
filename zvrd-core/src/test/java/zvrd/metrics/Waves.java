package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/** The image that the golden values of the measures belong to. */
final class Waves {
    private Waves() {}

    /** 0.5 + 0.4 sin(0.21 x + 0.13 y + c) cos(0.17 y - 0.07 x + 0.5 c) at whole levels, displaced; [1, 3, height, width]. */
    static Tensor of(int height, int width, double dx, double dy) {
        float[] values = new float[3 * height * width];
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    values[next++] = (float) (Math.rint(255 * brightness(column - dx, row - dy, c)) / 127.5 - 1);
                }
            }
        }
        return Tensors.of(values, 1, 3, height, width);
    }

    private static double brightness(double x, double y, int c) {
        return 0.5 + 0.4 * Math.sin(0.21 * x + 0.13 * y + c) * Math.cos(0.17 * y - 0.07 * x + 0.5 * c);
    }
}
