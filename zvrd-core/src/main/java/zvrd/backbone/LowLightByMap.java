package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;

/**
 * GDP for dark frames by a map of light (ours): y = f L x on the [0, 1] scale. With the one factor of the paper, what is bright
 * is burnt out where what is dark is seen. L is what light falls on a place, smooth but for edges, to the power of 0.6 (as in
 * LIME, arXiv:1605.05034): it depends on its frame alone, so that a clip does not flicker. The factor f begins where few
 * pixels reach white and is learned while sampling, from all frames of a window together; the next window of its shot goes on with it.
 */
public final class LowLightByMap implements Backbone {
    private static final double LIGHT_POWER = 0.6;
    private static final double LEAST_LIGHT = 0.01; // brighter by 16 at most
    private static final double EDGE = 0.03; // steps of √light well above this one are kept
    private static final int NEIGHBOURHOODS = 16; // along the shorter side
    private static final double WHITE_FROM = 0.99; // of the pixels are darker than white
    private static final double MIDDLE = 0.5; // of all light
    private static final double DARKEST = 0.5; // first factor
    private static final double AMPLE = 2; // times the noise of the frame
    private static final double LEARNING = 0.5; // share of the way to the best factor

    private final AncestralChain chain;
    private final double weight;
    private final QualityWish quality;

    /**
     * Along {@code levels} of {@code schedule}, which ascend.
     *
     * @param weight share of the unexplained that a move corrects, in (0, 1], where there is no noise
     * @param quality what else a picture should be
     */
    public LowLightByMap(NoiseSchedule schedule, int[] levels, double weight, QualityWish quality) {
        this.chain = new AncestralChain(schedule, TimeTravel.NONE, levels);
        this.weight = weight;
        this.quality = quality;
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
    public Tensor guess(Measurement m) {
        return brightened(m);
    }

    /** y/(f L) with the first f, held in [-1, 1]. */
    static Tensor brightened(Measurement m) {
        return TensorScope.compute(() -> {
            Tensor light = light(m.y());
            return Pixels.clamp(lit(m, light.mul(first(m, light))));
        });
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
            Tensor light = light(m.y());
            Tensor f = sample.learned().isEmpty()
                    ? first(m, light)
                    : sample.learned().get(0);
            Tensor believed = chain.believed(move, sample.xt(), seen);
            Tensor x0 = guidance.adjust(believed, move.t());
            Tensor shift =
                    x0.sub(believed).add(descent(move, x0, m, light.mul(f))).sub(quality.gradient(x0));
            Tensor xs = chain.next(move, sample.xt(), believed, shift, chain.logVariance(move, seen), noise);
            return new Sample(scope.keep(xs), scope.keep(x0), List.of(scope.keep(factor(f, x0, m.y(), light))));
        }
    }

    /** f L x - y on the [-1, 1] scale. */
    @Override
    public Tensor surprise(Sample last, Measurement m) {
        return TensorScope.compute(() -> Pixels.unit(last.xt())
                .mul(light(m.y()))
                .mul(last.learned().get(0))
                .sub(Pixels.unit(m.y()))
                .mul(new Scalar(2.0)));
    }

    /**
     * -w (x̃0 - y/a) as long as the sample has well more noise than y/a, σ_n/a: what is pulled in later is noise that no move takes
     * away again.
     */
    private Tensor descent(Move move, Tensor x0, Measurement m, Tensor a) {
        return TensorScope.compute(() -> {
            double ample = AMPLE / chain.sigmaBar(move);
            Tensor excess = m.variance().mul(new Scalar(ample * ample)).div(a.square()); // (2σ_n/a)² / σ̄_t²
            Tensor doubt = excess.square().add(new Scalar(1.0));
            return Pixels.clamp(lit(m, a)).sub(x0).div(doubt).mul(new Scalar(weight));
        });
    }

    /** y/a on the [-1, 1] scale. */
    private static Tensor lit(Measurement m, Tensor a) {
        return TensorScope.compute(
                () -> Pixels.unit(m.y()).div(a).mul(new Scalar(2.0)).sub(new Scalar(1.0)));
    }

    /** The f with which few pixels of the window reach white and their mean does not pass the middle, at most 1. */
    private static Tensor first(Measurement m, Tensor light) {
        return TensorScope.compute(() -> {
            Tensor brightest =
                    Pixels.unit(m.y()).amax(new long[] {1}, true).div(light).reshape(-1);
            long rank = Math.max(1, (long) (WHITE_FROM * brightest.numel()));
            Tensor white = brightest.kthvalue(rank).get0();
            Tensor middle = brightest.mean().div(new Scalar(MIDDLE));
            return white.maximum(middle).clamp(number(DARKEST), number(1.0)).reshape(1, 1, 1, 1);
        });
    }

    private static ScalarOptional number(double value) {
        return new ScalarOptional(new Scalar(value));
    }

    /** Some of the way to the f that explains all frames of the window best: argmin_f ‖f L x - y‖². */
    private static Tensor factor(Tensor f, Tensor x0, Tensor y, Tensor light) {
        return TensorScope.compute(() -> {
            Tensor seen = Pixels.unit(x0).mul(light);
            Tensor best = seen.mul(Pixels.unit(y)).sum().div(seen.square().sum().add(new Scalar(Float.MIN_NORMAL)));
            return f.add(best.sub(f), new Scalar(LEARNING));
        });
    }

    /** L [N, 1, H, W] of {@code y}: the brightest colour of each place, by a guided filter (He et al. 2010) of its root. */
    private static Tensor light(Tensor y) {
        return TensorScope.compute(() -> {
            Tensor root = Pixels.unit(y)
                    .amax(new long[] {1}, true)
                    .clamp_min(new Scalar(LEAST_LIGHT))
                    .sqrt();
            int radius = (int) Math.max(1, Math.min(y.size(2), y.size(3)) / NEIGHBOURHOODS);
            Tensor mean = around(root, radius);
            Tensor variance = around(root.square(), radius).sub(mean.square()).clamp_min(new Scalar(0.0));
            Tensor kept = variance.div(variance.add(new Scalar(EDGE * EDGE)));
            Tensor smooth = around(kept, radius).mul(root).add(around(mean.sub(kept.mul(mean)), radius));
            return smooth.clamp_min(new Scalar(Math.sqrt(LEAST_LIGHT))).pow(new Scalar(2 * LIGHT_POWER));
        });
    }

    /** The mean over the pixels around that lie in the frame. */
    private static Tensor around(Tensor x, int radius) {
        return TensorScope.compute(() -> {
            long side = 2L * radius + 1;
            Tensor rows = pool(x, new long[] {side, 1}, new long[] {radius, 0});
            return pool(rows, new long[] {1, side}, new long[] {0, radius});
        });
    }

    private static Tensor pool(Tensor x, long[] window, long[] padding) {
        return torch.avg_pool2d(x, window, new long[] {1, 1}, padding, false, false, new LongOptional());
    }
}
