package zvrd.degradation;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** Colour seen as the plain mean of red, green and blue, as in DDNM and GDP: [N, 3, H, W] to [N, 1, H, W]. */
public record Grayscale() implements UniformOperator {
    private static final long COLOURS = 3;

    @Override
    public String name() {
        return "gray";
    }

    @Override
    public Tensor forward(Tensor x) {
        require(x, COLOURS);
        return TensorScope.compute(() -> x.mean(new long[] {1}, true, new ScalarTypeOptional()));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> pseudoInverse(y).mul(new Scalar(1.0 / COLOURS)));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) { // the gray value in all three colours
        long[] s = require(y, 1);
        return TensorScope.compute(() -> y.expand(s[0], COLOURS, s[2], s[3]).contiguous());
    }

    @Override
    public double singularValue() {
        return 1.0 / Math.sqrt(COLOURS);
    }

    @Override
    public boolean onto() {
        return true;
    }

    private static long[] require(Tensor image, long channels) {
        long[] s = Shapes.ofImage(image);
        if (s[1] != channels) {
            throw new IllegalArgumentException(
                    "gray needs an image of %d channel(s), found shape %s".formatted(channels, Arrays.toString(s)));
        }
        return s;
    }
}
