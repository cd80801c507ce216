package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;

/** A network that knows the noise in an image at every level of one schedule. */
public interface Denoiser {
    /**
     * The noise in {@code xt}, all of whose images stand at level {@code t}.
     *
     * @param xt [N, 3, H, W], float32
     * @param t level in the schedule's own counting, 0 … 999 for the published networks
     */
    Prediction predict(Tensor xt, int t);

    /** The schedule whose levels {@code t} counts. */
    NoiseSchedule schedule();
}
