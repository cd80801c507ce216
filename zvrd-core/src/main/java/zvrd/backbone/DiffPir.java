package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.diffusion.TimestepSpacing;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * DiffPIR (arXiv:2305.08995, algorithm 1): the clean image is pulled to the measurement as far as the noise of both allows,
 * and part of the noise is kept instead of drawn anew.
 */
public final class DiffPir implements Backbone {
    /** Noise every measurement is believed to have, 0.001 on the [0, 1] scale as published. */
    private static final double LEAST_SIGMA = 0.002;

    private final NoiseSchedule schedule;
    private final GaussianSteps steps;
    private final List<Move> moves;
    private final Settings settings;

    /**
     * What may be chosen.
     *
     * @param lambda λ, trust in the image against the measurement, above 0
     * @param zeta ζ, the share of fresh noise, 0 … 1
     * @param lastPull whether the last image is pulled to the measurement too; as published it is not
     */
    public record Settings(double lambda, double zeta, boolean lastPull) {
        public Settings {
            if (!(lambda > 0) || !(zeta >= 0 && zeta <= 1)) {
                throw new IllegalArgumentException(
                        "lambda must be above 0 and zeta in 0 … 1, got " + lambda + " and " + zeta);
            }
        }
    }

    /** DiffPIR down {@code levels}; the published ones are quadratic. */
    public DiffPir(NoiseSchedule schedule, TimestepSpacing levels, Settings settings) {
        this.schedule = schedule;
        this.steps = new GaussianSteps(schedule);
        this.moves = TimeTravel.NONE.moves(levels.ascending());
        this.settings = settings;
    }

    @Override
    public String name() {
        return "diffpir";
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

    @Override
    public Tensor noised(Move move, Tensor clean, Tensor z, Measurement m) {
        return steps.noised(clean, z, move.t());
    }

    @Override
    public Sample step(
            Move move,
            Sample sample,
            @Nullable Prediction prediction,
            Measurement m,
            Guidance guidance,
            NoiseDraws noise) {
        Tensor epsilon = requireNonNull(prediction, "every move of DiffPIR needs a prediction")
                .epsilon();
        try (var scope = new TensorScope()) {
            Tensor x0 = guidance.adjust(Pixels.clamp(steps.x0(sample.xt(), epsilon, move.t())), move.t());
            boolean last = move.s() < 0;
            Tensor xHat = last && !settings.lastPull() ? x0.alias() : DataStep.proximal(m, x0, rho(move.t(), m));
            return new Sample(scope.keep(last ? xHat : renoised(move, sample.xt(), xHat, noise)), scope.keep(x0));
        }
    }

    /** x_s = √ᾱ_s x̂0 + √(1-ᾱ_s) (√(1-ζ) ε̂ + √ζ z), ε̂ being the noise that {@code xt} has around x̂0. */
    private Tensor renoised(Move move, Tensor xt, Tensor xHat, NoiseDraws noise) {
        Tensor kept = steps.epsilon(xt, xHat, move.t());
        Tensor z = noise.draw(NoiseStream.STEP, move.index(), xHat.shape());
        Tensor mixed =
                kept.mul(new Scalar(Math.sqrt(1 - settings.zeta()))).add(z, new Scalar(Math.sqrt(settings.zeta())));
        return steps.noised(xHat, mixed, move.s());
    }

    /** ρ_t = λ σ_n² / σ̄_t², both noises on the [-1, 1] scale (the published code has σ_n on [0, 1]). */
    private double rho(int t, Measurement m) {
        double sigma = Math.max(m.sigma(), LEAST_SIGMA) / schedule.sigmaBar(t);
        return settings.lambda() * sigma * sigma;
    }
}
