package zvrd.conformance;

import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Inpainting;
import zvrd.tensor.TensorScope;

/**
 * DDNM's old photo: block means of the gray of the known pixels. What its code takes for A⁺ is not one, as A A⁺ A is not A
 * where a block has lost pixels; the product refuses such a composition.
 */
record MaskedGrayMeans(Inpainting mask, AverageDownsample means) implements DegradationOperator {
    private static final Grayscale GRAY = new Grayscale();

    @Override
    public String name() {
        return "mask, gray, means";
    }

    @Override
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> means.forward(GRAY.forward(mask.forward(x))));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> mask.adjoint(GRAY.adjoint(means.adjoint(y))));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return TensorScope.compute(() -> mask.pseudoInverse(GRAY.pseudoInverse(means.pseudoInverse(y))));
    }
}
