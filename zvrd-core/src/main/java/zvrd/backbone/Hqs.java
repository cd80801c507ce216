package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;

/**
 * Half-quadratic splitting, plug-and-play as in DPIR (arXiv:2008.13751, algorithm 1) with the diffusion network as the
 * denoiser (ours): no noise is added, the image is denoised as if it had less and less. Deterministic and close to the mean of
 * all images that explain the measurement. Its sample is √ᾱ_t x, what the network wants to see.
 */
public final class Hqs implements Backbone {
    private final NoiseSchedule schedule;
    private final GaussianSteps steps;
    private final List<Move> moves;
    private final double lambda;

    /**
     * HQS down {@code levels}, which ascend.
     *
     * @param lambda λ, trust in the image against a noisy measurement, above 0
     */
    public Hqs(NoiseSchedule schedule, int[] levels, double lambda) {
        if (!(lambda > 0)) {
            throw new IllegalArgumentException("lambda must be above 0, got " + lambda);
        }
        this.schedule = schedule;
        this.steps = new GaussianSteps(schedule);
        this.moves = TimeTravel.NONE.moves(levels);
        this.lambda = lambda;
    }

    /**
     * The levels nearest to {@code steps} noises that fall geometrically from {@code first} to {@code last} (standard
     * deviations on the [-1, 1] scale), ascending; fewer where two fall together.
     */
    public static int[] geometricLevels(NoiseSchedule schedule, int steps, double first, double last) {
        return IntStream.range(0, steps)
                .mapToDouble(k -> steps == 1 ? first : first * Math.pow(last / first, k / (steps - 1.0)))
                .mapToInt(schedule::indexOfSigma)
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public String name() {
        return "hqs";
    }

    @Override
    public List<Move> moves() {
        return moves;
    }

    @Override
    public Tensor start(Measurement m, NoiseDraws noise) {
        return TensorScope.compute(() -> scaled(FirstGuess.of(m), moves.get(0).t()));
    }

    @Override
    public Sample step(
            Move move,
            Sample sample,
            @Nullable Prediction prediction,
            Measurement m,
            Guidance guidance,
            NoiseDraws noise) {
        Tensor epsilon = requireNonNull(prediction, "every move of HQS needs a prediction")
                .epsilon();
        try (var scope = new TensorScope()) {
            Tensor clean = steps.x0(sample.xt(), epsilon, move.t()); // x - σ̄_t ε
            Tensor x0 = guidance.adjust(Pixels.clamp(clean), move.t());
            Tensor x = pulled(move, x0, m);
            return new Sample(scope.keep(scaled(x, move.s())), scope.keep(x0));
        }
    }

    /** Onto an exact measurement, towards a noisy one by ρ = λ σ_n² / σ̄_t²; the last image stays denoised. */
    private Tensor pulled(Move move, Tensor x0, Measurement m) {
        if (m.sigma() == 0) {
            return DataStep.project(m, x0);
        }
        double sigma = m.sigma() / schedule.sigmaBar(move.t());
        return move.s() < 0 ? x0 : DataStep.proximal(m, x0, lambda * sigma * sigma);
    }

    private Tensor scaled(Tensor x, int t) {
        return TensorScope.compute(() -> x.mul(new Scalar(Math.sqrt(schedule.alphaBar(t)))));
    }
}
