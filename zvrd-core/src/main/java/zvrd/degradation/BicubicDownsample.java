package zvrd.degradation;

import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * Bicubic reduction with antialiasing: the ×f super-resolution of DDNM and DPS. A x = S_h X S_wᵀ per channel, where a row
 * of S holds the 4f taps of the cubic (a = -0.5) stretched by f, mirrored at the border (dcba|abcd|dcba).
 *
 * <p>With that border S Sᵀ is diagonal under the DCT-II of the small image, so the singular values s_i s_j and A⁺ =
 * Aᵀ(A Aᵀ)⁻¹ come in closed form; no decomposition is computed.
 */
public record BicubicDownsample(int factor) implements SpectralOperator {
    public BicubicDownsample {
        if (factor < 2) {
            throw new IllegalArgumentException("downsampling factor must be at least 2, got " + factor);
        }
    }

    @Override
    public String name() {
        return "bicubic:" + factor;
    }

    @Override
    public Tensor forward(Tensor x) { // [N, C, H, W] -> [N, C, H/f, W/f]
        long[] s = Shapes.requireMultiple(this, x);
        return TensorScope.compute(() -> {
            Tensor columns = x.matmul(rows(x, (int) s[3]).t());
            return rows(x, (int) s[2]).matmul(columns);
        });
    }

    @Override
    public Tensor adjoint(Tensor y) {
        long[] s = Shapes.ofImage(y);
        return TensorScope.compute(() -> {
            Tensor columns = y.matmul(rows(y, (int) s[3] * factor));
            return rows(y, (int) s[2] * factor).t().matmul(columns);
        });
    }

    @Override
    public Tensor pseudoInverse(Tensor y) { // Aᵀ (A Aᵀ)⁻¹ y
        return TensorScope.compute(() -> adjoint(inSpectrumOf(y, s -> 1.0 / (s * s))));
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) { // gain(0) x + Aᵀ U diag((gain(s) - gain(0)) / s²) Uᵀ A x
        double lost = gain.applyAsDouble(0.0);
        return TensorScope.compute(() -> {
            Tensor measured = inSpectrumOf(forward(x), s -> (gain.applyAsDouble(s) - lost) / (s * s));
            return x.mul(new Scalar(lost)).add(adjoint(measured));
        });
    }

    @Override
    public int scale() {
        return factor;
    }

    @Override
    public int alignment() {
        return factor;
    }

    /** The singular values of S for {@code measured} rows, by frequency of the DCT-II that is its U. */
    double[] singularValues(int measured) {
        double[] taps = taps();
        double[] squares = new double[measured];
        for (int lag = 0; lag < 4; lag++) { // S Sᵀ convolves with the taps' autocorrelation at multiples of f
            double r = 0;
            for (int i = 0; i + lag * factor < taps.length; i++) {
                r += taps[i] * taps[i + lag * factor];
            }
            for (int k = 0; k < measured; k++) {
                squares[k] += (lag == 0 ? 1 : 2) * r * Math.cos(Math.PI * k * lag / measured);
            }
        }
        for (int k = 0; k < measured; k++) {
            squares[k] = Math.sqrt(Math.max(0, squares[k]));
        }
        return squares;
    }

    /** The 4f weights of one measured pixel, the same for all; even factors have the taps of DDNM and DPS. */
    double[] taps() {
        double[] taps = new double[4 * factor + (factor & 1)];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            taps[i] = cubic((i - (taps.length - 1) / 2.0) / factor);
            sum += taps[i];
        }
        for (int i = 0; i < taps.length; i++) {
            taps[i] /= sum;
        }
        return taps;
    }

    /** U diag(gain(s_i s_j)) Uᵀ y. */
    private Tensor inSpectrumOf(Tensor y, DoubleUnaryOperator gain) {
        int h = (int) y.size(2);
        int w = (int) y.size(3);
        double[] vertical = singularValues(h);
        double[] horizontal = singularValues(w);
        float[] gains = new float[h * w];
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < w; j++) {
                gains[i * w + j] = (float) gain.applyAsDouble(vertical[i] * horizontal[j]);
            }
        }
        return CosineTransform.inverse(CosineTransform.forward(y).mul(Shapes.beside(y, gains, h, w)));
    }

    private Tensor rows(Tensor x, int n) { // S, [n/f, n]
        double[] taps = taps();
        int measured = n / factor;
        float[] s = new float[measured * n];
        for (int row = 0; row < measured; row++) {
            int first = row * factor + (factor - taps.length) / 2;
            for (int i = 0; i < taps.length; i++) {
                s[row * n + Mirror.half(first + i, n)] += (float) taps[i];
            }
        }
        return Shapes.beside(x, s, measured, n);
    }

    /** The cubic convolution kernel of Keys (1981) with a = -0.5. */
    private static double cubic(double x) {
        double d = Math.abs(x);
        if (d <= 1) {
            return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
