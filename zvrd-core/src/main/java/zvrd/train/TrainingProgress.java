package zvrd.train;

import java.util.Locale;

/**
 * Where a training stands; losses are running means over about a hundred steps.
 *
 * @param steps done in all
 * @param seconds of training in all
 * @param share of the whole training that is done, 0 … 1
 * @param loss {@code noise + variational}
 * @param noise weighted squared error of the predicted noise
 * @param variational variational bound of the learned variance, bits per value
 * @param gradientNorm before clipping
 * @param learningRate of the last step
 * @param secondsPerStep since the last report
 */
public record TrainingProgress(
        long steps,
        double seconds,
        double share,
        double loss,
        double noise,
        double variational,
        double gradientNorm,
        double learningRate,
        double secondsPerStep) {
    /** One line for a log. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "step %d  %.2f h  %.0f %%  loss %.4f (noise %.4f, variational %.4f)  gradient %.3f  rate %.1e  %.3f s/step",
                steps,
                seconds / 3600,
                100 * share,
                loss,
                noise,
                variational,
                gradientNorm,
                learningRate,
                secondsPerStep);
    }
}
