package zvrd.backbone;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * GDP (arXiv:2304.01247, algorithm 2) for dark frames as its code does it: y = f x + m on the [0, 1] scale with a number f and
 * a map m of each frame that nobody knows, learned while sampling. Patches of a frame are guided and learn by themselves, and
 * are averaged, each counting the same. The code adds the gradient to the mean twice, and its results rest on that.
 */
public final class LowLight implements Patchwise {
    /** Numbers in a published patch, 3 · 256². */
    public static final long PUBLISHED_VALUES = 3 * 256 * 256;

    private static final double TWICE = 2;
    private static final double FIRST_FACTOR = 0.01; // standard deviation
    private static final double FIRST_MAP = 1e-4; // at most
    private static final long[] IMAGE = {1, 2, 3};
    private static final long[] COLOURS = {1};

    private final AncestralChain chain;
    private final double scale;
    private final long values;
    private final QualityWish quality;
    private final boolean fromMeasurement;

    /**
     * Along {@code levels} of {@code schedule}, which ascend.
     *
     * @param scale of the gradient of a patch's mean squared error, as published 80000
     * @param values how many numbers that is the mean of, as published 3 · 256²; other patches are pulled as strongly
     * @param quality what else a picture should be
     * @param fromMeasurement whether to start from the noised, brightened frame (ours) or from noise alone (the paper)
     */
    public LowLight(
            NoiseSchedule schedule,
            int[] levels,
            double scale,
            long values,
            QualityWish quality,
            boolean fromMeasurement) {
        this.chain = new AncestralChain(schedule, TimeTravel.NONE, levels);
        this.scale = scale;
        this.values = values;
        this.quality = quality;
        this.fromMeasurement = fromMeasurement;
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
        return fromMeasurement ? LowLightByMap.brightened(m) : null;
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
            Move move, Sample sample, List<Patch> patches, Measurement m, Guidance guidance, NoiseDraws noise) {
        try (var scope = new TensorScope()) {
            List<Tensor> learned = sample.learned().isEmpty() ? first(m.y(), noise) : sample.learned();
            Sum sum = new Sum(learned, m.y());
            for (Patch patch : patches) {
                TensorScope.run(() -> sum.add(move, sample.xt(), patch));
            }
            Tensor believed = sum.mean(sum.x0);
            Tensor x0 = guidance.adjust(believed, move.t());
            Tensor shift = sum.mean(sum.descent).add(x0.sub(believed)).sub(quality.gradient(x0));
            Tensor xs = chain.next(move, sample.xt(), believed, shift, sum.mean(sum.logVariance), noise);
            Tensor factor = sum.factors.div(new Scalar((double) patches.size()));
            Tensor map = sum.mean(sum.map).sub(quality.gradientOfMap(learned.get(1)));
            return new Sample(scope.keep(xs), scope.keep(x0), List.of(scope.keep(factor), scope.keep(map)));
        }
    }

    /** f x + m - y on the [-1, 1] scale. */
    @Override
    public Tensor surprise(Sample last, Measurement m) {
        return TensorScope.compute(() -> {
            Tensor x = Pixels.unit(last.xt());
            return residual(x, last.learned().get(0), last.learned().get(1), Pixels.unit(m.y()))
                    .mul(new Scalar(2.0));
        });
    }

    /** Nothing: each frame has a factor and a map of its own. */
    @Override
    public List<Tensor> lasting(List<Tensor> learned) {
        return List.of();
    }

    /** f [N, 1, 1, 1] next to nothing, m [N, 1, H, W] evenly spread over next to nothing. */
    private static List<Tensor> first(Tensor y, NoiseDraws noise) {
        Tensor f = noise.draw(NoiseStream.LEARNED, 0, y.size(0), 1, 1, 1).mul(new Scalar(FIRST_FACTOR));
        Tensor z = noise.draw(NoiseStream.LEARNED, 1, y.size(0), 1, y.size(2), y.size(3));
        Tensor share = z.mul(new Scalar(-Math.sqrt(0.5))).erfc().mul(new Scalar(0.5));
        return List.of(f, share.mul(new Scalar(FIRST_MAP)));
    }

    private static Tensor residual(Tensor x01, Tensor f, Tensor map, Tensor y01) {
        return x01.mul(f).add(map).sub(y01);
    }

    /** What the patches add up to, and how many saw each pixel. */
    private final class Sum {
        private final Tensor factor;
        private final Tensor knownMap;
        private final Tensor y;
        private final Tensor x0;
        private final Tensor descent;
        private final Tensor logVariance;
        private final Tensor map;
        private final Tensor factors;
        private final Tensor visits;

        Sum(List<Tensor> learned, Tensor y) {
            this.factor = learned.get(0);
            this.knownMap = learned.get(1);
            this.y = y;
            this.x0 = torch.zeros_like(y);
            this.descent = torch.zeros_like(y);
            this.logVariance = torch.zeros_like(y);
            this.map = torch.zeros_like(knownMap);
            this.factors = torch.zeros_like(factor);
            this.visits = torch.zeros_like(knownMap);
        }

        void add(Move move, Tensor xt, Patch patch) {
            Tensor believed = chain.believed(move, patch.of(xt), patch.prediction());
            Tensor x = Pixels.unit(believed);
            Tensor m = patch.of(knownMap);
            Tensor r = residual(x, factor, m, Pixels.unit(patch.of(y)));
            // with n values: ∂mse/∂x̃0 = (2/n) r f ½, ∂mse/∂m = (2/n) Σ_c r, ∂mse/∂f = 2 mean(r x)
            patch.of(descent).sub_(r.mul(factor), new Scalar(TWICE * scale / values));
            patch.of(x0).add_(believed);
            patch.of(logVariance).add_(chain.logVariance(move, patch.prediction()));
            patch.of(map).add_(m.sub(r.sum(COLOURS, true, null), new Scalar(2.0 / values)));
            factors.add_(factor.sub(r.mul(x).mean(IMAGE, true, null), new Scalar(2.0)));
            patch.of(visits).add_(new Scalar(1.0));
        }

        Tensor mean(Tensor sum) {
            return sum.div(visits);
        }
    }
}
