package zvrd.degradation;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/**
 * Blur by a kernel that is even in both directions, the frame continued by half-sample mirroring (dcba|abcd|dcba): each
 * border pixel sees the light of the pixels on its inner side twice. With that border A is symmetric and diagonal under
 * the DCT-II, A = Cᵀ diag(λ) C, so that its spectrum |λ| and A⁺ are exact on the frame itself and nothing wraps round.
 */
public final class SymmetricBlur implements Blur {
    private final BlurKernel kernel;
    private final AtomicReference<@Nullable Spectrum> latest = new AtomicReference<>();

    public SymmetricBlur(BlurKernel kernel) {
        if (!kernel.isEven()) {
            throw new IllegalArgumentException("kernel " + kernel.name() + " is not even");
        }
        this.kernel = kernel;
    }

    @Override
    public BlurKernel kernel() {
        return kernel;
    }

    @Override
    public String name() {
        return "blur " + kernel.name();
    }

    @Override
    public Tensor forward(Tensor x) {
        return scaled(x, s -> s);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return scaled(y, s -> s);
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return scaled(y, Blur::inverted);
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        return scaled(x, s -> Blur.gainAt(gain, s));
    }

    /** Cᵀ diag(gain(λ)) C x. */
    private Tensor scaled(Tensor x, DoubleUnaryOperator gain) {
        long[] shape = Shapes.ofImage(x);
        Spectrum spectrum = spectrum((int) shape[2], (int) shape[3]);
        float[] gains = new float[spectrum.eigenvalues.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = (float) gain.applyAsDouble(spectrum.eigenvalues[i]);
        }
        return TensorScope.compute(() ->
                CosineTransform.inverse(CosineTransform.forward(x).mul(Shapes.beside(x, gains, shape[2], shape[3]))));
    }

    private Spectrum spectrum(int h, int w) { // frames of a clip share their size: one spectrum is kept
        Spectrum known = latest.get();
        if (known == null || known.h != h || known.w != w) {
            known = new Spectrum(h, w, eigenvalues(h, w));
            latest.set(known);
        }
        return known;
    }

    /** λ_kl = Σ K(dx, dy) cos(πk dy / h) cos(πl dx / w). */
    private double[] eigenvalues(int h, int w) {
        double[][] vertical = cosines(h, kernel.height() / 2);
        double[][] horizontal = cosines(w, kernel.width() / 2);
        double[] lambda = new double[h * w];
        double[] folded = new double[kernel.width() / 2 + 1];
        for (int k = 0; k < h; k++) {
            for (int dx = 0; dx < folded.length; dx++) {
                double sum = 0;
                for (int dy = 0; dy <= kernel.height() / 2; dy++) {
                    sum += kernel.at(dx, dy) * vertical[dy][k];
                }
                folded[dx] = sum;
            }
            for (int dx = 0; dx < folded.length; dx++) {
                for (int l = 0; l < w; l++) {
                    lambda[k * w + l] += folded[dx] * horizontal[dx][l];
                }
            }
        }
        return lambda;
    }

    private static double[][] cosines(int n, int radius) { // both offsets ±d together
        double[][] table = new double[radius + 1][n];
        for (int d = 0; d <= radius; d++) {
            for (int k = 0; k < n; k++) {
                table[d][k] = (d == 0 ? 1 : 2) * Math.cos(Math.PI * k * d / n);
            }
        }
        return table;
    }

    private record Spectrum(int h, int w, double[] eigenvalues) {}
}
