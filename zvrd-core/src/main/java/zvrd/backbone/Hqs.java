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
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * Half-quadratic splitting, plug-and-play as in DPIR (arXiv:2008.13751, algorithm 1) with the diffusion network as the
 * denoiser (ours): the image is denoised as if it had less and less noise. Close to the mean of all images that explain
 * the measurement. Its sample is √ᾱ_t (x + w_t n), what the network wants to see. The network normalises what it sees, and
 * makes a texture of a frame in which there is nothing but one colour; so each image gets a share w of the noise σ̄_t it is
 * said to have, all of it at first and none at the end (docs/adr/0005).
 */
public final class Hqs implements Backbone {
    private static final double FIRST_SHARE = 1;
    private static final double LAST_SHARE = 0;

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
    public Tensor guess(Measurement m) {
        return FirstGuess.of(m);
    }

    @Override
    public Tensor start(Measurement m, NoiseDraws noise) {
        return TensorScope.compute(() -> {
            Tensor guess = guess(m);
            return noised(moves.get(0), guess, noise.draw(NoiseStream.START, 0, guess.shape()), m);
        });
    }

    /** √ᾱ_t (x + w √(σ̄_t² - σ_n²) z) for the level t at which {@code move} begins; what y's own noise is, is there already. */
    @Override
    public Tensor noised(Move move, Tensor clean, Tensor z, Measurement m) {
        double missing = schedule.sigmaBar(move.t()) * schedule.sigmaBar(move.t()) - m.sigma() * m.sigma();
        double signal = Math.sqrt(schedule.alphaBar(move.t()));
        double added = share(move.index()) * Math.sqrt(Math.max(0, missing));
        return TensorScope.compute(() -> clean.mul(new Scalar(signal)).add(z, new Scalar(signal * added)));
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
            if (move.s() < 0) {
                return new Sample(scope.keep(x), scope.keep(x0));
            }
            Tensor z = noise.draw(NoiseStream.STEP, move.index(), x.shape());
            return new Sample(scope.keep(noised(moves.get(move.index() + 1), x, z, m)), scope.keep(x0));
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

    private double share(int k) {
        double way = moves.size() == 1 ? 1 : k / (moves.size() - 1.0);
        return FIRST_SHARE + (LAST_SHARE - FIRST_SHARE) * way;
    }
}
