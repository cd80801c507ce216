package zvrd.conformance;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.degradation.Blur;
import zvrd.degradation.DegradationOperator;

/**
 * Our blur with the border of DPS, dcb|abcd|cba: inside a frame continued so, the border of our own model is out of reach.
 * It has no A⁺.
 *
 * @param blur ours
 * @param radius pixels by which the frame is continued
 * @param sum of the kernel's weights, which ours scales to 1
 */
record ReflectedBlur(Blur blur, int radius, double sum) implements DegradationOperator {
    @Override
    public String name() {
        return "reflected " + blur.name();
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor wide = torch.reflection_pad2d(x, radius, radius, radius, radius);
        return blur.forward(wide)
                .narrow(2, radius, x.size(2))
                .narrow(3, radius, x.size(3))
                .mul(new Scalar(sum));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        Tensor spread = blur.adjoint(torch.constant_pad_nd(y, new long[] {radius, radius, radius, radius}));
        return folded(folded(spread, 2, y.size(2)), 3, y.size(3)).mul(new Scalar(sum));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        throw new UnsupportedOperationException("not asked for by DPS as published");
    }

    /** The adjoint of the continuation: what was copied comes back to where it was copied from. */
    private Tensor folded(Tensor wide, int dim, long n) {
        long[] source = new long[Math.toIntExact(n + 2L * radius)];
        for (int p = 0; p < source.length; p++) {
            long q = Math.floorMod((long) p - radius, 2 * n - 2);
            source[p] = q < n ? q : 2 * n - 2 - q;
        }
        Tensor sum = torch.zeros_like(wide.narrow(dim, 0, n));
        return sum.index_add_(dim, Tensor.create(source).to(ScalarType.Long), wide);
    }
}
