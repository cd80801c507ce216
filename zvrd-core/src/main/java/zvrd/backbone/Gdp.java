package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.OperatorNorm;
import zvrd.degradation.SpectralOperator;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * GDP (arXiv:2304.01247, algorithm 2) with a known degradation: ancestral sampling whose mean moves down the gradient of the
 * distance to the measurement, taken at the clean image x̃0 and not through the network, μ' = μ - s ∇ℓ(x̃0). As in the
 * published code, and unlike the paper, the gradient is not multiplied by the variance.
 *
 * <p>The published ℓ is a mean over pixels of [0, 1], so that its gradient fades as frames grow. Here the gradient is
 * written as what it does to a pixel, g = -w Aᵀ(A x̃0 - y) / ‖A‖², which for averages, greys and masks is -w A⁺(A x̃0 - y):
 * the share w of what is unexplained goes away in a move, whatever the size of the frame. {@link #weight} gives the w of a
 * published scale.
 */
public final class Gdp implements Backbone {
    private final AncestralChain chain;
    private final Settings settings;
    private volatile @Nullable Strength lastStrength;

    /** ‖A‖² on images of a shape, which takes several applications of A to find; remembered, and else nothing is. */
    private record Strength(DegradationOperator a, List<Long> shape, double squared) {}

    /**
     * What may be chosen.
     *
     * @param weight w, the share of the unexplained that a move corrects, in (0, 1]
     * @param colour weight of the published loss on a colour cast, per move, at least 0
     * @param published whether to start from noise alone and to believe a noisy measurement as much as an exact one; else
     *     from a noised A⁺y, and where the spectrum of A is known by the step of half-quadratic splitting, which noise shortens (ours)
     */
    public record Settings(double weight, double colour, boolean published) {
        public Settings {
            if (!(weight > 0 && weight <= 1 && colour >= 0)) {
                throw new IllegalArgumentException(
                        "weight must lie in 0 … 1 and colour be 0 or more, got " + weight + " and " + colour);
            }
        }
    }

    /** GDP down {@code levels} of {@code schedule}, which ascend. */
    public Gdp(NoiseSchedule schedule, int[] levels, Settings settings) {
        this.chain = new AncestralChain(schedule, TimeTravel.NONE, levels);
        this.settings = settings;
    }

    /**
     * The w of the published code's {@code img_guidance_scale}: its ℓ is a mean over {@code values} numbers on [0, 1], whose
     * gradient on [-1, 1] is (D x̃0 - y)/(2 · values).
     *
     * @param values 3 · 256² in the published runs
     */
    public static double weight(double scale, long values) {
        return scale / (2.0 * values);
    }

    @Override
    public String name() {
        return "gdp";
    }

    @Override
    public List<Move> moves() {
        return chain.moves();
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
        Prediction seen = requireNonNull(prediction, "every move of GDP needs a prediction");
        try (var scope = new TensorScope()) {
            Tensor believed = chain.believed(move, sample.xt(), seen); // x̃0
            Tensor x0 = guidance.adjust(believed, move.t());
            Tensor shift = x0.sub(believed).add(descent(move, x0, m)); // both wishes move the mean, as in ZVRD
            Tensor xs = chain.next(move, sample.xt(), believed, shift, chain.logVariance(move, seen), noise);
            return new Sample(scope.keep(xs), scope.keep(x0));
        }
    }

    /** What the mean moves by: towards the measurement, and away from a colour cast. */
    private Tensor descent(Move move, Tensor x0, Measurement m) {
        return TensorScope.compute(() -> {
            boolean known = !settings.published() && m.operator() instanceof SpectralOperator;
            Tensor g = (known ? newton(move, x0, m) : gradient(move, x0, m)).mul(new Scalar(settings.weight()));
            return settings.colour() == 0 ? g : g.sub(QualityLoss.colour(x0), new Scalar(settings.colour()));
        });
    }

    /** -Aᵀ(A x̃0 - y) / ‖A‖². */
    private Tensor gradient(Move move, Tensor x0, Measurement m) {
        DegradationOperator a = m.operator();
        double strength = strength(a, Tensors.shape(x0));
        if (strength == 0) {
            return torch.zeros_like(x0);
        }
        double trust = settings.published() ? 1 : strength / (strength + rho(move, m));
        return a.adjoint(a.forward(x0).sub(m.y())).mul(new Scalar(-trust / strength));
    }

    /** The same, but along each singular vector as far as the noise allows: a blur takes few steps then. */
    private Tensor newton(Move move, Tensor x0, Measurement m) {
        Tensor nearest = m.sigma() == 0 ? DataStep.project(m, x0) : DataStep.proximal(m, x0, rho(move, m));
        return nearest.sub(x0);
    }

    /** σ_n² / σ̄_t². */
    private double rho(Move move, Measurement m) {
        double ratio = m.sigma() / chain.sigmaBar(move);
        return ratio * ratio;
    }

    /** ‖A‖², remembered from one move to the next; where threads disagree about the operator it is found again. */
    private double strength(DegradationOperator a, long... shape) {
        List<Long> sides = Arrays.stream(shape).boxed().toList();
        Strength known = lastStrength;
        if (known == null || known.a() != a || !known.shape().equals(sides)) {
            known = new Strength(a, sides, OperatorNorm.squared(a, shape));
            lastStrength = known;
        }
        return known.squared();
    }
}
