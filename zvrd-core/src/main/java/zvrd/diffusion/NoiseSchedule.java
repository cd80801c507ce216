package zvrd.diffusion;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The forward process q(x_t | x_0) of DDPM (arXiv:2006.11239): β_t and the cumulative signal levels ᾱ_t, in double.
 * Level -1 is the clean image. A value: equal schedules have equal betas.
 */
public final class NoiseSchedule {
    private final double[] betas;
    private final double[] alphaBars;

    private NoiseSchedule(double[] betas, double[] alphaBars) {
        this.betas = betas;
        this.alphaBars = alphaBars;
    }

    /** The schedule with these β_t, each in (0, 1]. */
    public static NoiseSchedule ofBetas(double... betas) {
        double[] alphaBars = new double[betas.length];
        double product = 1.0;
        for (int t = 0; t < betas.length; t++) {
            if (!(betas[t] > 0 && betas[t] <= 1)) {
                throw new IllegalArgumentException("beta[" + t + "] must lie in (0, 1], got " + betas[t]);
            }
            product *= 1.0 - betas[t];
            alphaBars[t] = product;
        }
        return new NoiseSchedule(betas.clone(), alphaBars);
    }

    /** The linear β the OpenAI image models were trained with: 1e-4 … 0.02 at 1000 steps. */
    public static NoiseSchedule linear(int steps) {
        double scale = 1000.0 / steps;
        return fromFormula(steps, t -> lerp(scale * 1e-4, scale * 0.02, t, steps));
    }

    /** The cosine schedule of improved DDPM (arXiv:2102.09672, eq. 17), β at most 0.999. */
    public static NoiseSchedule cosine(int steps) {
        return fromFormula(steps, t -> {
            double before = cosineAlphaBar(t / (double) steps);
            double after = cosineAlphaBar((t + 1) / (double) steps);
            return Math.min(1 - after / before, 0.999);
        });
    }

    /** The 1000 levels of Stable Diffusion, β linear in its root (arXiv:2112.10752). */
    public static NoiseSchedule stableDiffusion() {
        return fromFormula(1000, t -> {
            double root = lerp(Math.sqrt(0.00085), Math.sqrt(0.012), t, 1000);
            return root * root;
        });
    }

    /**
     * The chain that visits only {@code timesteps} (ascending) of this one, at the same noise levels:
     * β_j = 1 - ᾱ(τ_j) / ᾱ(τ_{j-1}).
     */
    public NoiseSchedule respaced(int... timesteps) {
        double[] spaced = new double[timesteps.length];
        int previous = -1;
        for (int j = 0; j < timesteps.length; j++) {
            if (timesteps[j] <= previous) {
                throw new IllegalArgumentException("timesteps must ascend, got " + Arrays.toString(timesteps));
            }
            spaced[j] = 1 - alphaBar(timesteps[j]) / alphaBar(previous);
            previous = timesteps[j];
        }
        return ofBetas(spaced);
    }

    /** How many levels there are. */
    public int steps() {
        return betas.length;
    }

    /** β_t, the share of variance that is replaced between t-1 and t. */
    public double beta(int t) {
        return betas[t];
    }

    /** ᾱ_t; 1 at t = -1, the clean image, and 0 beyond the last level, pure noise. */
    public double alphaBar(int t) {
        if (t == -1) {
            return 1.0;
        }
        return t == alphaBars.length ? 0.0 : alphaBars[t];
    }

    /** σ̄_t = √((1-ᾱ_t)/ᾱ_t), the noise of x_t/√ᾱ_t on the [-1, 1] scale; 0 at t = -1. */
    public double sigmaBar(int t) {
        return Math.sqrt((1 - alphaBar(t)) / alphaBar(t));
    }

    /** The level whose σ̄_t is nearest to {@code sigma} (on the [-1, 1] scale: 2σ/255 for σ in 8-bit units). */
    public int indexOfSigma(double sigma) {
        int nearest = 0;
        for (int t = 1; t < steps(); t++) {
            if (Math.abs(sigmaBar(t) - sigma) < Math.abs(sigmaBar(nearest) - sigma)) {
                nearest = t;
            }
        }
        return nearest;
    }

    /**
     * The number a network trained on this schedule is told for level {@code t}: t itself, or t·1000/steps where it was
     * trained with {@code rescaled} timesteps.
     */
    public double networkTimestep(int t, boolean rescaled) {
        return rescaled ? t * (1000.0 / steps()) : t;
    }

    /** The variance of q(x_{t-1} | x_t, x_0): β_t (1-ᾱ_{t-1})/(1-ᾱ_t), DDPM eq. 7; 0 at t = 0. */
    public double posteriorVariance(int t) {
        return beta(t) * (1 - alphaBar(t - 1)) / (1 - alphaBar(t));
    }

    /** ln of the posterior variance, with that of t = 1 at t = 0, where it would be -∞. */
    public double posteriorLogVariance(int t) {
        return Math.log(posteriorVariance(Math.max(t, Math.min(1, steps() - 1))));
    }

    /** The weight of x_0 in the posterior mean: β_t √ᾱ_{t-1}/(1-ᾱ_t), DDPM eq. 7. */
    public double posteriorWeightOfX0(int t) {
        return beta(t) * Math.sqrt(alphaBar(t - 1)) / (1 - alphaBar(t));
    }

    /** The weight of x_t in the posterior mean: √α_t (1-ᾱ_{t-1})/(1-ᾱ_t), DDPM eq. 7. */
    public double posteriorWeightOfXt(int t) {
        return (1 - alphaBar(t - 1)) * Math.sqrt(1 - beta(t)) / (1 - alphaBar(t));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseSchedule schedule && Arrays.equals(betas, schedule.betas);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(betas);
    }

    @Override
    public String toString() {
        return "NoiseSchedule[" + steps() + " levels, sigmaBar " + sigmaBar(0) + " … " + sigmaBar(steps() - 1) + "]";
    }

    private static NoiseSchedule fromFormula(int steps, IntToDoubleFunction beta) {
        if (steps < 1) {
            throw new IllegalArgumentException("a schedule needs at least one step, got " + steps);
        }
        double[] betas = new double[steps];
        Arrays.setAll(betas, beta::applyAsDouble);
        return ofBetas(betas);
    }

    private static double lerp(double first, double last, int t, int steps) {
        return t == steps - 1 ? last : first + t * ((last - first) / (steps - 1));
    }

    private static double cosineAlphaBar(double u) {
        double cosine = Math.cos((u + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }
}
