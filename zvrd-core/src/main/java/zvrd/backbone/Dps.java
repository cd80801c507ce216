package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;

/**
 * DPS (arXiv:2209.14687, algorithm 1): each step of ancestral sampling also goes down the gradient, in x_t and through the
 * network, of how far A x̃0 is from y.
 *
 * <p>The published step has the same length ζ on every frame, so that it means less to each pixel the larger the frame. Here
 * it is ζ on a frame of 256² and grows with the root of the number of pixels.
 */
public final class Dps implements Backbone {
    private static final double PUBLISHED_SIDE = 256;

    private final AncestralChain chain;
    private final Settings settings;

    /**
     * What may be chosen.
     *
     * @param zeta ζ, the length of a step on a frame of 256², above 0
     * @param share instead of ζ, the share of the way on which a step, if the network followed it, would bring A x̃0 nearest to
     *     y (ours): what a few steps of one length leave unexplained is printed into the last image by its projection. 0 for ζ
     * @param reach how far the gradient goes where frames look at each other
     * @param published whether to start from noise alone, to leave the last image as it is and to take the published
     *     distance to counted light; else from a noised A⁺y, the last image is projected onto a measurement that is exact,
     *     light is weighed by its variance, and the noise of y is not explained away (ours)
     */
    public record Settings(double zeta, double share, GradientReach reach, boolean published) {
        public Settings {
            if (!(zeta > 0) || Double.isInfinite(zeta)) {
                throw new IllegalArgumentException("zeta must be above 0, got " + zeta);
            }
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be 0 to 1, got " + share);
            }
        }
    }

    /** DPS down {@code levels} of {@code schedule}, which ascend. */
    public Dps(NoiseSchedule schedule, int[] levels, Settings settings) {
        this.chain = new AncestralChain(schedule, TimeTravel.NONE, levels);
        this.settings = settings;
    }

    @Override
    public String name() {
        return "dps";
    }

    @Override
    public List<Move> moves() {
        return chain.moves();
    }

    @Override
    public GradientReach gradient() {
        return settings.reach();
    }

    @Override
    public @Nullable Tensor guess(Measurement m) {
        return settings.published() ? null : FirstGuess.of(m);
    }

    @Override
    public Tensor start(Measurement m, NoiseDraws noise) {
        return TensorScope.compute(() -> chain.start(guess(m), m, noise));
    }

    @Override
    public Tensor noised(Move move, Tensor clean, Tensor z, Measurement m) {
        return chain.noised(move, clean, z);
    }

    @Override
    public Sample step(
            Move move,
            Sample sample,
            @Nullable Prediction prediction,
            Measurement m,
            Guidance guidance,
            NoiseDraws noise) {
        Prediction seen = requireNonNull(prediction, "every move of DPS needs a prediction");
        try (var scope = new TensorScope()) {
            Tensor believed = chain.believed(move, sample.xt(), seen); // x̃0
            Tensor x0 = guidance.adjust(believed, move.t());
            Tensor residual = m.y().sub(m.operator().forward(x0));
            Tensor slope = slope(residual, m);
            Tensor length = length(x0, residual, slope, m);
            Tensor descent = chain.pulledBack(move, sample.xt(), seen, slope).mul(length.neg());
            Tensor shift = x0.sub(believed).add(descent); // lines 6 and 7; both wishes move the sample
            Tensor xs = chain.next(move, sample.xt(), believed, shift, chain.logVariance(move, seen), noise);
            boolean exact = move.s() < 0 && !settings.published() && m.sigma() == 0;
            return new Sample(scope.keep(exact ? DataStep.project(m, xs) : xs), scope.keep(x0));
        }
    }

    /** ∂ℓ/∂x̃0 = Aᵀ ∂ℓ/∂(A x̃0), where {@code residual} is y - A x̃0. */
    private Tensor slope(Tensor residual, Measurement m) {
        Likelihood distance = Likelihood.of(m.kind(), settings.published());
        return TensorScope.compute(() -> m.operator().adjoint(distance.slope(residual, m.y())));
    }

    /** How far each image goes down its {@code slope}: [N, 1, 1, 1], or one number. */
    private Tensor length(Tensor x0, Tensor residual, Tensor slope, Measurement m) {
        return TensorScope.compute(() -> {
            Tensor length = settings.share() > 0
                    ? nearest(residual, slope, m).mul(new Scalar(settings.share()))
                    : Pixels.number(zeta(x0));
            return settings.published() || m.sigma() == 0 ? length : length.mul(beyondNoise(residual, x0, m));
        });
    }

    /** argmin ‖y - A (x̃0 - l slope)‖ over l, of each image by itself. */
    private static Tensor nearest(Tensor residual, Tensor slope, Measurement m) { // [N, 1, 1, 1]
        long[] rest = {1, 2, 3};
        Tensor down = m.operator().forward(slope).neg();
        Tensor along = residual.mul(down).sum(rest, true, null);
        return along.div(down.square().sum(rest, true, null).add(new Scalar(Float.MIN_NORMAL)));
    }

    /**
     * √(1 - Σ σ² / ‖r‖²), or 0, summed over what was measured (ours): the noise in y is a residual to be left, and where it is all
     * there is, a step would put it into the picture.
     */
    private static Tensor beyondNoise(Tensor residual, Tensor x0, Measurement m) { // [N, 1, 1, 1]
        long[] rest = {1, 2, 3};
        Tensor seen = m.operator().forward(torch.ones_like(x0)).abs().gt(new Scalar(0.0));
        Tensor noise = seen.mul(m.variance()).sum(rest, true, new ScalarTypeOptional(ScalarType.Float));
        Tensor energy = residual.square().sum(rest, true, null).add(new Scalar(Float.MIN_NORMAL));
        return energy.sub(noise).clamp_min(new Scalar(0.0)).div(energy).sqrt();
    }

    private double zeta(Tensor x0) {
        return settings.zeta() * Math.sqrt(x0.size(2) * x0.size(3)) / PUBLISHED_SIDE;
    }
}
