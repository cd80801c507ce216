package zvrd.degradation;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * Colour seen as a weighted mean of red, green and blue: [N, 3, H, W] to [N, 1, H, W].
 *
 * @param red weight of red; the three are positive and sum to 1, so that grey stays what it is
 * @param green weight of green
 * @param blue weight of blue
 */
public record Grayscale(double red, double green, double blue) implements UniformOperator {
    /** The luma of BT.601, which is what cameras and converters make grey clips by. */
    public static final Grayscale LUMA = new Grayscale(0.299, 0.587, 0.114);

    private static final long COLOURS = 3;

    public Grayscale {
        if (!(red > 0 && green > 0 && blue > 0) || Math.abs(red + green + blue - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    "weights of grey are positive and sum to 1, got %s %s %s".formatted(red, green, blue));
        }
    }

    /** The plain mean, as in DDNM and GDP. */
    public Grayscale() {
        this(1.0 / 3, 1.0 / 3, 1.0 / 3);
    }

    @Override
    public String name() {
        return red == green && green == blue ? "gray" : "luma";
    }

    @Override
    public Tensor forward(Tensor x) {
        require(x, COLOURS);
        return TensorScope.compute(() -> x.mul(weights(x, 1)).sum(new long[] {1}, true, null));
    }

    @Override
    public Tensor recorded(Tensor frame) {
        return forward(frame);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        require(y, 1);
        return TensorScope.compute(() -> y.mul(weights(y, 1)));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        require(y, 1);
        return TensorScope.compute(() -> y.mul(weights(y, 1 / (singularValue() * singularValue()))));
    }

    @Override
    public double singularValue() {
        return Math.sqrt(red * red + green * green + blue * blue);
    }

    @Override
    public boolean onto() {
        return true;
    }

    private Tensor weights(Tensor beside, double times) {
        float[] weights = {(float) (red * times), (float) (green * times), (float) (blue * times)};
        return Shapes.beside(beside, weights, 1, COLOURS, 1, 1);
    }

    private static void require(Tensor image, long channels) {
        long[] s = Shapes.ofImage(image);
        if (s[1] != channels) {
            throw new IllegalArgumentException(
                    "gray needs an image of %d channel(s), found shape %s".formatted(channels, Arrays.toString(s)));
        }
    }
}
