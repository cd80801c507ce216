package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * RePaint (arXiv:2201.09865, algorithm 1): before each step the known pixels are put into the sample, as noisy as it is,
 * and jumps back up give the network time to make what it invents fit to them. For masks only.
 */
public final class RePaint implements Backbone {
    private final NoiseSchedule schedule;
    private final AncestralChain chain;
    private final boolean fromMeasurement;

    /**
     * RePaint through {@code levels} of {@code schedule}, which ascend.
     *
     * @param travel the jumps back up
     * @param fromMeasurement whether to start from the noised first guess (ours) or from noise alone (the paper)
     */
    public RePaint(NoiseSchedule schedule, int[] levels, TimeTravel travel, boolean fromMeasurement) {
        this.schedule = schedule;
        this.chain = new AncestralChain(schedule, travel, levels);
        this.fromMeasurement = fromMeasurement;
    }

    @Override
    public String name() {
        return "repaint";
    }

    @Override
    public List<Move> moves() {
        return chain.moves();
    }

    @Override
    public @Nullable Tensor guess(Measurement m) {
        return fromMeasurement ? FirstGuess.of(m) : null;
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
        if (!move.denoise()) {
            return jump(move, sample, m, noise);
        }
        Prediction seen = requireNonNull(prediction, "a denoising move needs a prediction");
        try (var scope = new TensorScope()) {
            Tensor believed = chain.believed(move, sample.xt(), seen);
            Tensor x0 = guidance.adjust(believed, move.t());
            if (move.s() < 0) {
                return new Sample(scope.keep(finished(x0, m)), scope.keep(x0));
            }
            Tensor variance = chain.logVariance(move, seen);
            Tensor xs = chain.next(move, sample.xt(), believed, x0.sub(believed), variance, noise); // line 6
            return new Sample(scope.keep(withKnown(xs, move, m, noise)), scope.keep(x0));
        }
    }

    /** Line 9. */
    private Sample jump(Move move, Sample sample, Measurement m, NoiseDraws noise) {
        try (var scope = new TensorScope()) {
            Tensor z = noise.draw(NoiseStream.TRAVEL, move.index(), sample.xt().shape());
            Tensor xs = chain.noisier(move, sample.xt(), z);
            Tensor x0 = requireNonNull(sample.x0(), "a jump comes after a step").alias();
            return new Sample(scope.keep(withKnown(xs, move, m, noise)), scope.keep(x0));
        }
    }

    /**
     * Lines 4 and 8: {@code xs}, where {@code move} led, with the known pixels in it if the network sees it next. Of their
     * noise, what y brings along is there already (ours); where y is noisier than the level, it says nothing new.
     */
    private Tensor withKnown(Tensor xs, Move move, Measurement m, NoiseDraws noise) {
        double as = schedule.alphaBar(move.s());
        double variance = 1 - as - as * m.sigma() * m.sigma();
        if (!moves().get(move.index() + 1).denoise() || variance < 0) {
            return xs;
        }
        Tensor z = noise.draw(NoiseStream.KNOWN_REGION, move.index(), xs.shape());
        Tensor known = m.y().mul(new Scalar(Math.sqrt(as))).add(z, new Scalar(Math.sqrt(variance)));
        return torch.where(known(m, xs), known, xs);
    }

    /** {@code x0} with the pixels that were measured exactly as they were measured. */
    private static Tensor finished(Tensor x0, Measurement m) {
        return m.sigma() == 0 ? torch.where(known(m, x0), m.y(), x0) : x0.alias();
    }

    private static Tensor known(Measurement m, Tensor like) {
        return TensorScope.compute(
                () -> m.operator().forward(torch.ones_like(like)).gt(new Scalar(0.5)));
    }
}
