package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.Blurred;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.EdgeBlur;
import zvrd.degradation.Measurement;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;

/**
 * GDP for a degradation that is known but for a blur before it (ours, in the manner of arXiv:2304.01247, section 3.3): y = D B x + n with
 * B a Gaussian of unknown width. The width begins at what the sharpest edges of all frames of a window tell and is learned while
 * sampling: after each move it goes part of the way to the one with which the clean images explain the frames best.
 */
public final class BlindGdp implements Backbone {
    private static final double NARROWEST = 0.3; // σ in pixels of x, as good as none
    private static final double WIDEST = 0.75; // times the scale
    private static final double STRIDE = 1.1; // from one width that is tried to the next
    private static final int TRIED = 2; // on both sides of the width believed in
    private static final double LEARNING = 0.2; // share of the way, in logarithms

    private final Gdp known;

    /** Walks as {@code known} does. */
    public BlindGdp(Gdp known) {
        this.known = known;
    }

    @Override
    public String name() {
        return known.name();
    }

    @Override
    public List<Move> moves() {
        return known.moves();
    }

    @Override
    public @Nullable Tensor guess(Measurement m) {
        return known.guess(m); // as if there were no blur, which the first moves mend
    }

    @Override
    public Tensor start(Measurement m, NoiseDraws noise) {
        return known.start(m, noise);
    }

    @Override
    public Tensor noised(Move move, Tensor clean, Tensor z, Measurement m) {
        return known.noised(move, clean, z, m);
    }

    @Override
    public Sample step(
            Move move,
            Sample sample,
            @Nullable Prediction prediction,
            Measurement m,
            Guidance guidance,
            NoiseDraws noise) {
        try (var scope = new TensorScope()) {
            double width = sample.learned().isEmpty() ? first(m) : width(sample);
            Sample after = known.step(move, sample, prediction, blurred(m, width), guidance, noise);
            Tensor x0 = requireNonNull(after.x0(), "GDP leaves a clean image");
            Tensor next = Pixels.number(relearned(width, x0, m));
            return new Sample(scope.keep(after.xt()), scope.keep(x0), List.of(scope.keep(next)));
        }
    }

    @Override
    public Tensor surprise(Sample last, Measurement m) {
        return known.surprise(last, blurred(m, width(last)));
    }

    /** The believed width in pixels of x. */
    private static double width(Sample sample) {
        return sample.learned().get(0).item_double();
    }

    private static double first(Measurement m) {
        return within(m.operator(), EdgeBlur.of(m.y(), m.sigma()) * m.operator().scale());
    }

    private static double within(DegradationOperator a, double width) {
        return Math.max(NARROWEST, Math.min(WIDEST * a.scale(), width));
    }

    private static Measurement blurred(Measurement m, double width) {
        return new Measurement(m.y(), operator(m, width), m.sigma());
    }

    private static DegradationOperator operator(Measurement m, double width) {
        return new Blurred(Blur.of(BlurKernel.gaussian(width)), m.operator());
    }

    /** Some of the way to the best of the widths around. */
    private static double relearned(double width, Tensor x0, Measurement m) {
        double best = width;
        double least = Double.POSITIVE_INFINITY;
        for (int k = -TRIED; k <= TRIED; k++) {
            double tried = within(m.operator(), width * Math.pow(STRIDE, k));
            double surprise = energy(operator(m, tried).forward(x0).sub(m.y()));
            if (surprise < least) {
                least = surprise;
                best = tried;
            }
        }
        return width * Math.pow(best / width, LEARNING);
    }

    private static double energy(Tensor r) {
        try (var scope = new TensorScope()) {
            return r.mul(r).mean().item_double();
        }
    }
}
