package zvrd.degradation;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/**
 * The orthonormal DCT-II over the last two dimensions, by FFTs of the same length (Makhoul 1980). It diagonalises every
 * symmetric filter whose image is continued by half-sample mirroring (dcba|abcd|dcba), so it is the V of such filters.
 */
final class CosineTransform {
    private CosineTransform() {}

    /** x [N, C, H, W] to its coefficients, [N, C, H, W]. */
    static Tensor forward(Tensor x) {
        return TensorScope.compute(() -> analyse(analyse(x, 3), 2));
    }

    /** The image with these coefficients. */
    static Tensor inverse(Tensor coefficients) {
        return TensorScope.compute(() -> synthesise(synthesise(coefficients, 2), 3));
    }

    private static Tensor analyse(Tensor x, int dim) {
        long n = x.size(dim);
        if (n == 1) {
            return x.alias();
        }
        Tensor even = strided(x, dim, 0);
        Tensor odd = strided(x, dim, 1).flip(dim);
        Tensor v = torch.cat(new TensorVector(even, odd), dim); // x0 x2 x4 … x5 x3 x1
        Tensor spectrum = torch.fft_rfft(v, new LongOptional(), dim, new StringViewOptional());
        Tensor re = torch.real(spectrum);
        Tensor im = torch.imag(spectrum);
        Tensor c = twiddle(x, dim, false, true);
        Tensor s = twiddle(x, dim, true, true);
        Tensor low = re.mul(c).add(im.mul(s)); // X_k for k ≤ n/2
        Tensor high = re.mul(s).sub(im.mul(c)); // X_{n-k} for 0 < k < n/2
        return torch.cat(
                new TensorVector(low, high.narrow(dim, 1, n - 1 - n / 2).flip(dim)), dim);
    }

    private static Tensor synthesise(Tensor coefficients, int dim) {
        long n = coefficients.size(dim);
        if (n == 1) {
            return coefficients.alias();
        }
        Tensor low = coefficients.narrow(dim, 0, n / 2 + 1);
        Tensor first = torch.zeros_like(coefficients.narrow(dim, 0, 1)); // X_n = 0
        Tensor high = torch.cat(
                new TensorVector(
                        first, coefficients.narrow(dim, n - n / 2, n / 2).flip(dim)),
                dim);
        Tensor c = twiddle(coefficients, dim, false, false);
        Tensor s = twiddle(coefficients, dim, true, false);
        Tensor re = low.mul(c).add(high.mul(s));
        Tensor im = low.mul(s).sub(high.mul(c));
        Tensor v = torch.fft_irfft(Shapes.complex(re, im), new LongOptional(n), dim, new StringViewOptional());
        return interleave(v, dim);
    }

    private static Tensor interleave(Tensor v, int dim) { // undoes the even-odd order of analyse
        long n = v.size(dim);
        Tensor x = torch.empty_like(v);
        strided(x, dim, 0).copy_(v.narrow(dim, 0, (n + 1) / 2));
        strided(x, dim, 1).copy_(v.narrow(dim, (n + 1) / 2, n / 2).flip(dim));
        return x;
    }

    private static Tensor strided(Tensor x, int dim, long start) {
        return x.slice(dim, new LongOptional(start), new LongOptional(), 2);
    }

    /** cos or sin of πk/2n for k ≤ n/2, times the scale that makes the transform orthonormal, or its inverse. */
    private static Tensor twiddle(Tensor x, int dim, boolean sine, boolean analysis) {
        int n = (int) x.size(dim);
        float[] values = new float[n / 2 + 1];
        for (int k = 0; k < values.length; k++) {
            double angle = Math.PI * k / (2.0 * n);
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / n);
            double wave = sine ? Math.sin(angle) : Math.cos(angle);
            values[k] = (float) (analysis ? wave * scale : wave / scale);
        }
        long length = values.length;
        return dim == 2 ? Shapes.beside(x, values, length, 1) : Shapes.beside(x, values, length);
    }
}
