package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.SpectralOperator;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * DDNM (arXiv:2212.00490): the network fills what the measurement says nothing about, A x̂0 = y holds at every step. For a
 * noisy measurement DDNM+, by the rules per singular value.
 */
public final class Ddnm implements Backbone {
    private final NoiseSchedule schedule;
    private final GaussianSteps steps;
    private final List<Move> moves;
    private final Settings settings;

    /**
     * What may be chosen.
     *
     * @param eta η, the share of fresh noise in a step, 0 … 1
     * @param fromMeasurement whether to start from a noised A⁺y (ours) or from noise alone (the paper)
     * @param clamp whether x̃0 is held in [-1, 1] (ours); the paper does not
     */
    public record Settings(double eta, boolean fromMeasurement, boolean clamp) {
        /** The published values. */
        public static final Settings PUBLISHED = new Settings(0.85, false, false);

        public Settings {
            if (!(eta >= 0 && eta <= 1)) {
                throw new IllegalArgumentException("eta must lie in 0 … 1, got " + eta);
            }
        }
    }

    /** DDNM along {@code moves}, which the levels of {@code schedule} and a {@link TimeTravel} make. */
    public Ddnm(NoiseSchedule schedule, List<Move> moves, Settings settings) {
        if (moves.isEmpty()) {
            throw new IllegalArgumentException("a restoration needs at least one move");
        }
        this.schedule = schedule;
        this.steps = new GaussianSteps(schedule);
        this.moves = List.copyOf(moves);
        this.settings = settings;
    }

    /** The published levels: {@code steps} multiples of ⌊1000/steps⌋, ascending from 0. */
    public static int[] publishedLevels(NoiseSchedule schedule, int steps) {
        int skip = schedule.steps() / steps;
        int[] levels = new int[steps];
        for (int i = 0; i < steps; i++) {
            levels[i] = i * skip;
        }
        return levels;
    }

    @Override
    public String name() {
        return "ddnm";
    }

    @Override
    public List<Move> moves() {
        return moves;
    }

    @Override
    public @Nullable Tensor guess(Measurement m) {
        return settings.fromMeasurement() ? FirstGuess.of(m) : null;
    }

    @Override
    public Tensor start(Measurement m, NoiseDraws noise) {
        return TensorScope.compute(() -> {
            Tensor guess = FirstGuess.of(m);
            Tensor z = noise.draw(NoiseStream.START, 0, guess.shape());
            return settings.fromMeasurement() ? noised(moves.get(0), guess, z, m) : z;
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
        if (!move.denoise()) {
            return travel(move, sample, noise);
        }
        Tensor epsilon = requireNonNull(prediction, "a denoising move needs a prediction")
                .epsilon();
        try (var scope = new TensorScope()) {
            Tensor clean = steps.x0(sample.xt(), epsilon, move.t()); // x̃0, eq. 12
            Tensor x0 = guidance.adjust(settings.clamp() ? Pixels.clamp(clean) : clean, move.t());
            Tensor xs =
                    m.sigma() == 0 ? exactStep(move, x0, epsilon, m, noise) : noisyStep(move, x0, epsilon, m, noise);
            return new Sample(scope.keep(xs), scope.keep(x0));
        }
    }

    private Tensor exactStep(Move move, Tensor x0, Tensor epsilon, Measurement m, NoiseDraws noise) {
        Tensor xHat = x0.sub(surprise(x0, m)); // eq. 13
        if (move.s() < 0) {
            return xHat;
        }
        double eta = settings.eta();
        Tensor z = noise.draw(NoiseStream.STEP, move.index(), x0.shape());
        Tensor mixed = z.mul(new Scalar(eta)).add(epsilon, new Scalar(Math.sqrt(1 - eta * eta)));
        return steps.noised(xHat, mixed, move.s()); // eq. 14 in the form of DDIM
    }

    private Tensor noisyStep(Move move, Tensor x0, Tensor epsilon, Measurement m, NoiseDraws noise) {
        double as = schedule.alphaBar(move.s());
        double signal = Math.sqrt(as);
        var budget = new NoiseBudget(signal, m.sigma(), Math.sqrt(1 - as), settings.eta());
        SpectralOperator a = spectral(m.operator());
        Tensor xHat = x0.sub(a.filter(surprise(x0, m), budget::correction)); // eq. 17
        if (move.s() < 0) {
            return xHat;
        }
        Tensor z = noise.draw(NoiseStream.STEP, move.index(), x0.shape());
        return xHat.mul(new Scalar(signal)) // eq. 18 with the weights of appendix I
                .add(a.filter(z, budget::fresh))
                .add(a.filter(epsilon, budget::seen));
    }

    /** Back up in a time travel: the last x̃0, not pulled to the measurement, noised anew. */
    private Sample travel(Move move, Sample sample, NoiseDraws noise) {
        Tensor x0 = requireNonNull(sample.x0(), "a time travel needs a clean image to start from");
        try (var scope = new TensorScope()) {
            Tensor z = noise.draw(NoiseStream.TRAVEL, move.index(), x0.shape());
            return new Sample(scope.keep(steps.noised(x0, z, move.s())), scope.keep(x0.alias()));
        }
    }

    /** A⁺(A x0 - y). */
    private static Tensor surprise(Tensor x0, Measurement m) {
        return TensorScope.compute(
                () -> m.operator().pseudoInverse(m.operator().forward(x0).sub(m.y())));
    }

    private static SpectralOperator spectral(DegradationOperator operator) {
        if (operator instanceof SpectralOperator known) {
            return known;
        }
        throw new IllegalArgumentException(
                "DDNM+ needs the singular values of " + operator.name() + ", which are not known");
    }
}
