package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;

/** Nothing but noise between the image and its measurement: denoising. */
public record Identity() implements UniformOperator {
    @Override
    public String name() {
        return "identity";
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.alias();
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return y.alias();
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return y.alias();
    }

    @Override
    public double singularValue() {
        return 1.0;
    }

    @Override
    public boolean onto() {
        return true;
    }
}
