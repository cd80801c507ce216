package zvrd.degradation;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** Each f × f block of pixels seen as its mean: the ×f super-resolution of DDNM and GDP. All singular values are 1/f. */
public record AverageDownsample(int factor) implements UniformOperator {
    public AverageDownsample {
        if (factor < 2) {
            throw new IllegalArgumentException("downsampling factor must be at least 2, got " + factor);
        }
    }

    @Override
    public String name() {
        return "average:" + factor;
    }

    @Override
    public Tensor forward(Tensor x) { // [N, C, H, W] -> [N, C, H/f, W/f]
        Shapes.requireMultiple(this, x);
        return TensorScope.compute(() -> torch.avg_pool2d(x, factor));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> spread(y).mul(new Scalar(1.0 / ((double) factor * factor))));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return TensorScope.compute(() -> spread(y));
    }

    @Override
    public double singularValue() {
        return 1.0 / factor;
    }

    @Override
    public boolean onto() {
        return true;
    }

    @Override
    public int scale() {
        return factor;
    }

    @Override
    public int alignment() {
        return factor;
    }

    private Tensor spread(Tensor y) { // every mean over its whole block
        long[] s = Shapes.ofImage(y);
        return y.reshape(s[0], s[1], s[2], 1, s[3], 1)
                .expand(s[0], s[1], s[2], factor, s[3], factor)
                .reshape(s[0], s[1], s[2] * factor, s[3] * factor);
    }
}
