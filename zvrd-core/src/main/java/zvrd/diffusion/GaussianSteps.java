package zvrd.diffusion;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/**
 * The single steps of Gaussian diffusion on one schedule (DDPM arXiv:2006.11239, improved DDPM arXiv:2102.09672, DDIM
 * arXiv:2010.02502, ADM arXiv:2105.05233). Every image of a batch stands at the same level t; the level before it is
 * t-1, so a sampler that skips levels takes its steps on {@link NoiseSchedule#respaced}. Noise comes from the caller.
 */
public final class GaussianSteps {
    /** The variance of p(x_{t-1} | x_t) where the network learned none. */
    public enum FixedVariance {
        /** The posterior's, DDPM's lower bound. */
        SMALL,
        /** β_t, DDPM's upper bound, with the posterior's at t = 0. */
        LARGE
    }

    private final NoiseSchedule schedule;

    public GaussianSteps(NoiseSchedule schedule) {
        this.schedule = schedule;
    }

    /** Adds noise: x_t = √ᾱ_t x_0 + √(1-ᾱ_t) z (DDPM eq. 4). */
    public Tensor noised(Tensor x0, Tensor z, int t) {
        double at = schedule.alphaBar(t);
        return blend(x0, Math.sqrt(at), z, Math.sqrt(1 - at));
    }

    /** The clean image that noise ε implies: x̂_0 = x_t/√ᾱ_t - √(1/ᾱ_t - 1) ε; not clamped. */
    public Tensor x0(Tensor xt, Tensor epsilon, int t) {
        double inverse = 1 / schedule.alphaBar(t);
        return blend(xt, Math.sqrt(inverse), epsilon, -Math.sqrt(inverse - 1));
    }

    /** The noise that a clean image implies: ε̂ = (x_t/√ᾱ_t - x̂_0) / √(1/ᾱ_t - 1). */
    public Tensor epsilon(Tensor xt, Tensor x0, int t) {
        double inverse = 1 / schedule.alphaBar(t);
        return TensorScope.compute(
                () -> xt.mul(new Scalar(Math.sqrt(inverse))).sub(x0).div(new Scalar(Math.sqrt(inverse - 1))));
    }

    /** The clean image that a predicted mean μ of x_{t-1} implies, for networks that predict μ. */
    public Tensor x0OfMean(Tensor xt, Tensor mean, int t) {
        double c1 = schedule.posteriorWeightOfX0(t);
        return blend(mean, 1 / c1, xt, -schedule.posteriorWeightOfXt(t) / c1);
    }

    /** The mean of q(x_{t-1} | x_t, x_0), DDPM eq. 7. */
    public Tensor posteriorMean(Tensor xt, Tensor x0, int t) {
        return blend(x0, schedule.posteriorWeightOfX0(t), xt, schedule.posteriorWeightOfXt(t));
    }

    /** ln σ² of a learned range: v ln β_t + (1-v) ln β̃_t with v mapped from -1 … 1 to 0 … 1 (improved DDPM eq. 15). */
    public Tensor learnedLogVariance(Tensor v, int t) {
        double low = schedule.posteriorLogVariance(t);
        double high = Math.log(schedule.beta(t));
        return TensorScope.compute(() -> v.mul(new Scalar((high - low) / 2)).add(new Scalar((high + low) / 2)));
    }

    /**
     * p(x_{t-1} | x_t) as the network sees it: x̂_0 from ε, clamped to [-1, 1] if so wished, the posterior's mean at
     * that x̂_0, and the learned variance.
     */
    public ReverseStep reverse(Tensor xt, Prediction prediction, int t, boolean clamp) {
        Tensor v = prediction.variance();
        if (v == null) {
            throw new IllegalArgumentException("the network learned no variance; say which fixed one to take");
        }
        try (var scope = new TensorScope()) {
            Tensor logVariance = learnedLogVariance(v, t);
            return kept(scope, xt, believed(xt, prediction.epsilon(), t, clamp), logVariance.exp(), logVariance, t);
        }
    }

    /** The same with a variance that the schedule fixes. */
    public ReverseStep reverse(Tensor xt, Prediction prediction, int t, boolean clamp, FixedVariance fixed) {
        boolean large = fixed == FixedVariance.LARGE;
        double variance =
                !large ? schedule.posteriorVariance(t) : t == 0 ? schedule.posteriorVariance(1) : schedule.beta(t);
        double log = large ? Math.log(variance) : schedule.posteriorLogVariance(t);
        try (var scope = new TensorScope()) {
            Tensor x0 = believed(xt, prediction.epsilon(), t, clamp);
            return kept(scope, xt, x0, filled(xt, variance), filled(xt, log), t);
        }
    }

    /** Draws x_{t-1} = μ + σ z; at t = 0 the mean itself (DDPM algorithm 2). */
    public Tensor sample(ReverseStep step, Tensor z, int t) {
        return TensorScope.compute(() -> t == 0
                ? step.mean().clone()
                : step.mean().add(step.logVariance().mul(new Scalar(0.5)).exp().mul(z)));
    }

    /** Moves the mean by a classifier's gradient g = ∇ ln p(y | x_t): μ' = μ + σ² g (ADM algorithm 1). */
    public ReverseStep shifted(ReverseStep step, Tensor gradient) {
        Tensor mean = TensorScope.compute(() -> step.mean().add(step.variance().mul(gradient)));
        return new ReverseStep(step.x0(), mean, step.variance(), step.logVariance());
    }

    /** Moves the noise by a classifier's gradient: ε' = ε - √(1-ᾱ_t) g; x̂_0 and μ follow, unclamped (ADM alg. 2). */
    public ReverseStep rescored(ReverseStep step, Tensor xt, Tensor gradient, int t) {
        try (var scope = new TensorScope()) {
            Tensor eps = blend(epsilon(xt, step.x0(), t), 1, gradient, -Math.sqrt(1 - schedule.alphaBar(t)));
            Tensor x0 = x0(xt, eps, t);
            return new ReverseStep(
                    scope.keep(x0), scope.keep(posteriorMean(xt, x0, t)), step.variance(), step.logVariance());
        }
    }

    /**
     * DDIM (arXiv:2010.02502, eq. 12 and 16) from t to any earlier s; s = -1 returns x̂_0. The noise is re-derived from
     * {@code x0}, so a clamped or projected x̂_0 stays consistent.
     *
     * @param eta 0 deterministic … 1 as noisy as DDPM
     * @param z fresh noise of x_t's shape, or null where none is needed ({@code eta} 0, or s = -1)
     */
    public Tensor ddim(Tensor xt, Tensor x0, int t, int s, double eta, @Nullable Tensor z) {
        double at = schedule.alphaBar(t);
        double as = schedule.alphaBar(s);
        double sigma = eta * Math.sqrt((1 - as) / (1 - at)) * Math.sqrt(1 - at / as);
        double toNoise = Math.sqrt(Math.max(0, 1 - as - sigma * sigma));
        if (sigma != 0 && z == null) {
            throw new IllegalArgumentException("DDIM with eta " + eta + " needs noise");
        }
        return TensorScope.compute(() -> {
            Tensor xs = blend(x0, Math.sqrt(as), epsilon(xt, x0, t), toNoise);
            return sigma == 0 || z == null ? xs : xs.add(z, new Scalar(sigma));
        });
    }

    /** DDIM backwards: x_{t+1} with the noise that {@code x0} implies at t; from the last level to pure noise. */
    public Tensor inverted(Tensor xt, Tensor x0, int t) {
        double next = schedule.alphaBar(t + 1);
        return TensorScope.compute(() -> blend(x0, Math.sqrt(next), epsilon(xt, x0, t), Math.sqrt(1 - next)));
    }

    private Tensor believed(Tensor xt, Tensor epsilon, int t, boolean clamp) {
        Tensor x0 = x0(xt, epsilon, t);
        return clamp ? x0.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0))) : x0;
    }

    private ReverseStep kept(TensorScope scope, Tensor xt, Tensor x0, Tensor variance, Tensor logVariance, int t) {
        Tensor mean = posteriorMean(xt, x0, t);
        return new ReverseStep(scope.keep(x0), scope.keep(mean), scope.keep(variance), scope.keep(logVariance));
    }

    private static Tensor filled(Tensor like, double value) {
        return torch.full_like(like, new Scalar(value));
    }

    private static Tensor blend(Tensor a, double weightOfA, Tensor b, double weightOfB) {
        return TensorScope.compute(() -> a.mul(new Scalar(weightOfA)).add(b, new Scalar(weightOfB)));
    }
}
