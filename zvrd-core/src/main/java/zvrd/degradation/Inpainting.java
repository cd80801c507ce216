package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** Lost pixels: y has the size of x and is 0 where the mask says that a pixel is lost. A = Aᵀ = A⁺. */
public record Inpainting(Mask mask) implements UniformOperator {
    @Override
    public String name() {
        return "mask";
    }

    @Override
    public Tensor forward(Tensor x) {
        long[] s = Shapes.ofImage(x);
        if (s[2] != mask.height() || s[3] != mask.width()) {
            throw new IllegalArgumentException(
                    "mask has %d×%d pixels, the image %d×%d".formatted(mask.width(), mask.height(), s[3], s[2]));
        }
        return TensorScope.compute(() -> x.mul(Shapes.beside(x, mask.known(), s[2], s[3])));
    }

    @Override
    public Tensor recorded(Tensor frame) { // whatever lies under the mask is not what was there
        return forward(frame);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return forward(y);
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return forward(y);
    }

    @Override
    public double singularValue() {
        return 1.0;
    }

    @Override
    public boolean onto() {
        return false;
    }
}
