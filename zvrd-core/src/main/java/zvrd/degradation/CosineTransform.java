package zvrd.degradation;

import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/**
 * The orthonormal DCT-II over the last two dimensions, by one real FFT of the same size (Makhoul, IEEE Trans. ASSP 28,
 * 1980). It diagonalises every symmetric filter whose image is continued by half-sample mirroring (dcba|abcd|dcba), so it
 * is the V of such filters.
 *
 * <p>Letters: v is x with even places first and odd places backwards; V its Fourier transform over both sides; G the
 * cosine transform over rows (dimension 2) and the Fourier transform over columns (dimension 3); ω_k = exp(-iπk/2n).
 */
final class CosineTransform {
    private static final long[] SIDES = {-2, -1};

    private CosineTransform() {}

    /** x [N, C, H, W] to its coefficients, [N, C, H, W]. */
    static Tensor forward(Tensor x) {
        long w = x.size(3);
        return TensorScope.compute(() -> {
            Tensor v = evenFirst(evenFirst(x, 2), 3);
            Tensor fourier =
                    torch.fft_rfft2(v, new LongArrayRefOptional(), SIDES.clone(), new StringViewOptional()); // V
            Tensor w1 = omega(x, 2, Turn.FORTH);
            Tensor g = fourier.mul(w1).add(reversed(fourier, 2).mul(torch.conj(w1))); // twice G
            Tensor y = g.mul(omega(x, 3, Turn.FORTH));
            Tensor high = torch.imag(y).narrow(3, 1, w - 1 - w / 2).flip(3).neg(); // X_{w-k} = -Im for 0 < k < w/2
            return torch.cat(new TensorVector(torch.real(y), high), 3);
        });
    }

    /** The image with these coefficients. */
    static Tensor inverse(Tensor coefficients) {
        long h = coefficients.size(2);
        long w = coefficients.size(3);
        return TensorScope.compute(() -> {
            Tensor low = coefficients.narrow(3, 0, w / 2 + 1); // X_k
            Tensor zero = torch.zeros_like(coefficients.narrow(3, 0, 1)); // X_w = 0
            Tensor high = torch.cat(
                    new TensorVector(
                            zero, coefficients.narrow(3, w - w / 2, w / 2).flip(3)),
                    3);
            Tensor g = Shapes.complex(low, high.neg()).mul(omega(coefficients, 3, Turn.BACK));
            Tensor mirrored = reversed(g, 2); // G_{h-k}
            mirrored.narrow(2, 0, 1).zero_(); // G_h = 0
            Tensor fourier =
                    g.mul(omega(coefficients, 2, Turn.BACK)).add(mirrored.mul(omega(coefficients, 2, Turn.BACK_BY_I)));
            Tensor v = torch.fft_irfft2(fourier, new long[] {h, w}, SIDES.clone(), new StringViewOptional());
            return evenBack(evenBack(v, 2), 3);
        });
    }

    private static Tensor evenFirst(Tensor x, int dim) { // x0 x2 x4 … x5 x3 x1
        return torch.cat(new TensorVector(strided(x, dim, 0), strided(x, dim, 1).flip(dim)), dim);
    }

    private static Tensor evenBack(Tensor v, int dim) {
        long n = v.size(dim);
        Tensor x = torch.empty_like(v);
        strided(x, dim, 0).copy_(v.narrow(dim, 0, (n + 1) / 2));
        strided(x, dim, 1).copy_(v.narrow(dim, (n + 1) / 2, n / 2).flip(dim));
        return x;
    }

    private static Tensor strided(Tensor x, int dim, long start) {
        return x.slice(dim, new LongOptional(start), new LongOptional(), 2);
    }

    /** The entries at -k, with period n: the first stays, the others turn round. */
    private static Tensor reversed(Tensor x, int dim) {
        return x.flip(dim).roll(new long[] {1}, new long[] {dim});
    }

    /** Which factors: ω_k, its conjugate for the way back, or that times -i. */
    private enum Turn {
        FORTH,
        BACK,
        BACK_BY_I
    }

    /** The factors of one side, with the scale that makes the transform orthonormal. */
    private static Tensor omega(Tensor x, int dim, Turn turn) {
        int n = (int) x.size(dim);
        int count = dim == 2 ? n : n / 2 + 1;
        float[] values = new float[2 * count];
        for (int k = 0; k < count; k++) {
            double theta = Math.PI * k / (2.0 * n);
            double norm = Math.sqrt((k == 0 ? 1.0 : 2.0) / n);
            double angle = turn == Turn.FORTH ? -theta : turn == Turn.BACK ? theta : theta - Math.PI / 2;
            double scale = turn != Turn.FORTH ? 1 / norm : dim == 2 ? norm / 2 : norm;
            values[2 * k] = (float) (scale * Math.cos(angle));
            values[2 * k + 1] = (float) (scale * Math.sin(angle));
        }
        return torch.view_as_complex(
                dim == 2 ? Shapes.beside(x, values, count, 1, 2) : Shapes.beside(x, values, count, 2));
    }
}
