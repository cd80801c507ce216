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
 * <p>Real frames do not repeat. So a frame is measured inside a larger one ({@link #margin}): {@link #extend} fills the
 * margins with mirror images of the picture that blend into each other where opposite sides meet, and leaves the
 * picture itself untouched. What the periodic model gets wrong (light from outside the picture) then rings within about
 * a kernel's width of the border, as with every method that does not know the scene outside.
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
    public Tensor observe(Tensor x) {
        Margins margins = Margins.around(margin());
        return TensorScope.compute(() -> margins.crop(forward(margins.mirror(x))));
    }

    @Override
    public Tensor extend(Tensor y, Margins margins) {
        long[] s = Shapes.ofImage(y);
        return TensorScope.compute(() -> {
            Tensor wide = joined(y, 3, (int) s[3], margins.left(), margins.right());
            return joined(wide, 2, (int) s[2], margins.top(), margins.bottom());
        });
    }

    /** Continues dimension {@code dim} so that it repeats without a seam: the mirror images cross-fade in the gap. */
    private static Tensor joined(Tensor y, int dim, int n, int before, int after) {
        int total = before + n + after;
        int gap = before + after;
        long[] fromEnd = new long[total];
        long[] fromStart = new long[total];
        float[] share = new float[total]; // of the image mirrored at the start of the next period
        for (int p = -before; p < n + after; p++) {
            int u = p < 0 ? gap + p : p - n; // position in the gap
            boolean inside = p >= 0 && p < n;
            fromEnd[p + before] = inside ? p : Mirror.half(n + u, n);
            fromStart[p + before] = inside ? p : Mirror.half(u - gap, n);
            share[p + before] = inside ? 0 : (float) (0.5 - 0.5 * Math.cos(Math.PI * (u + 0.5) / gap));
        }
        Tensor weight = dim == 2 ? Shapes.beside(y, share, total, 1) : Shapes.beside(y, share, total);
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
