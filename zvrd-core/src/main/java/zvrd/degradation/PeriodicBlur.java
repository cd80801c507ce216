package zvrd.degradation;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Blur by any kernel, the frame continued periodically, because then the Fourier transform diagonalises it: A⁺ and the
 * spectrum are exact, which no other border gives a kernel that is not even.
 *
 * <p>Real frames do not repeat. So a picture is restored inside a larger frame ({@link #margin}): {@link #extend} fills
 * the margins with mirror images of the picture that cross-fade where opposite sides meet, and leaves the picture itself
 * untouched. What the model then gets wrong (light from outside the picture) rings within about a kernel's width of the
 * border, as with every method that does not know the scene outside. {@link #observe} mirrors the border.
 */
public final class PeriodicBlur implements Blur {
    private static final long[] SIDES = {-2, -1};

    private final BlurKernel kernel;
    private final AtomicReference<@Nullable Spectrum> latest = new AtomicReference<>();

    public PeriodicBlur(BlurKernel kernel) {
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
        return scaled(x, (re, im, out) -> out.set(re, im));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return scaled(y, (re, im, out) -> out.set(re, -im));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) { // conj(Λ) / |Λ|²
        return scaled(y, (re, im, out) -> {
            double s = Math.hypot(re, im);
            double inverse = Blur.inverted(s);
            out.set(re * inverse * inverse, -im * inverse * inverse);
        });
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        return scaled(x, (re, im, out) -> out.set(Blur.gainAt(gain, Math.hypot(re, im)), 0));
    }

    @Override
    public int margin() {
        return Math.max(kernel.width(), kernel.height());
    }

    @Override
    public Tensor extend(Tensor y) {
        return TensorScope.compute(() -> joined(joined(y, 3), 2));
    }

    @Override
    public Tensor observe(Tensor x) { // the margin's inner half is mirrored, which is as far as the kernel reaches
        return TensorScope.compute(() -> crop(forward(extend(x))));
    }

    /** Continues dimension {@code dim} so that it repeats without a seam. */
    private Tensor joined(Tensor y, int dim) {
        int n = (int) y.size(dim);
        int margin = margin();
        int gap = 2 * margin;
        long[] fromEnd = new long[n + gap];
        long[] fromStart = new long[n + gap];
        float[] share = new float[n + gap]; // of the image mirrored at the start of the next period
        for (int i = 0; i < share.length; i++) {
            int p = i - margin;
            int u = Math.floorMod(p - n, n + gap); // position in the gap, beyond it inside the picture
            fromEnd[i] = u < gap ? Mirror.half(n + u, n) : p;
            fromStart[i] = u < gap ? Mirror.half(u - gap, n) : p;
            double along = Math.max(0, Math.min(1, 2 * (u + 0.5) / gap - 0.5)); // fades in the middle half of the gap
            share[i] = u < gap ? (float) (0.5 - 0.5 * Math.cos(Math.PI * along)) : 0;
        }
        Tensor weight = dim == 2 ? Shapes.beside(y, share, n + gap, 1) : Shapes.beside(y, share, n + gap);
        Tensor end = y.index_select(dim, Mirror.indexTensor(y, fromEnd));
        Tensor start = y.index_select(dim, Mirror.indexTensor(y, fromStart));
        return end.add(start.sub(end).mul(weight));
    }

    /** F⁻¹ diag(rule(Λ)) F x. */
    private Tensor scaled(Tensor x, Rule rule) {
        long[] shape = Shapes.ofImage(x);
        int h = (int) shape[2];
        int w = (int) shape[3];
        Spectrum spectrum = spectrum(h, w);
        Complex factors = new Complex(new float[2 * h * (w / 2 + 1)]);
        while (factors.next < factors.values.length) {
            rule.apply(spectrum.values[factors.next], spectrum.values[factors.next + 1], factors);
        }
        return TensorScope.compute(() -> {
            Tensor lambda = torch.view_as_complex(Shapes.beside(x, factors.values, h, w / 2 + 1, 2));
            return torch.fft_irfft2(
                    torch.fft_rfft2(x).mul(lambda), new long[] {h, w}, SIDES.clone(), new StringViewOptional());
        });
    }

    private Spectrum spectrum(int h, int w) { // frames of a clip share their size: one spectrum is kept
        Spectrum known = latest.get();
        if (known == null || known.h != h || known.w != w) {
            known = new Spectrum(h, w, eigenvalues(h, w));
            latest.set(known);
        }
        return known;
    }

    private float[] eigenvalues(int h, int w) { // real and imaginary parts interleaved, [h, w/2 + 1, 2]
        float[] impulse = new float[h * w];
        for (int dy = -(kernel.height() / 2); dy <= kernel.height() / 2; dy++) {
            for (int dx = -(kernel.width() / 2); dx <= kernel.width() / 2; dx++) {
                impulse[Math.floorMod(-dy, h) * w + Math.floorMod(-dx, w)] += (float) kernel.at(dx, dy);
            }
        }
        try (var scope = new TensorScope()) {
            Tensor lambda = torch.fft_rfft2(
                    Tensors.of(impulse, h, w), new LongArrayRefOptional(), SIDES.clone(), new StringViewOptional());
            return Tensors.toFloats(torch.view_as_real(lambda));
        }
    }

    private record Spectrum(int h, int w, float[] values) {}

    /** What to make of the eigenvalue re + i im. */
    private interface Rule {
        void apply(double re, double im, Complex out);
    }

    /** Interleaved complex numbers, filled one after the other. */
    private static final class Complex {
        private final float[] values;
        private int next;

        Complex(float[] values) {
            this.values = values;
        }

        void set(double re, double im) {
            values[next++] = (float) re;
            values[next++] = (float) im;
        }
    }
}
