package zvrd.metrics;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/** The image that the golden values of the measures belong to. */
final class Waves {
    private Waves() {}

    /** 0.5 + 0.4 sin(0.21 x + 0.13 y + c) cos(0.17 y - 0.07 x + 0.5 c), moved to the right and down; [1, 3, height, width]. */
    static Tensor unit(int height, int width, double right, double down) {
        float[] values = new float[3 * height * width];
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    double x = column - right;
                    double y = row - down;
                    double wave = Math.sin(0.21 * x + 0.13 * y + c) * Math.cos(0.17 * y - 0.07 * x + 0.5 * c);
                    values[next++] = (float) (0.5 + 0.4 * wave);
                }
            }
        }
        return Tensors.of(values, 1, 3, height, width);
    }

    /** The same rounded to 8 bit and on [-1, 1]. */
    static Tensor of(int height, int width, double right, double down) {
        return unit(height, width, right, down)
                .mul(new Scalar(255.0))
                .round()
                .div(new Scalar(127.5))
                .sub(new Scalar(1.0));
    }
}
