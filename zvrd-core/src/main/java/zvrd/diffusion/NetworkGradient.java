package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;
import zvrd.nn.Attention;
import zvrd.nn.UNetGradient;

/**
 * The gradient through a {@link NetworkDenoiser}; calls may run in several threads at once.
 *
 * @param network kept open by whoever made it
 * @param schedule the one it was trained on
 */
public record NetworkGradient(UNetGradient network, NoiseSchedule schedule) {
    /** Jᵀu with J = ∂ε/∂x_t at {@code xt} and level {@code t}, all [N, 3, H, W]. */
    public Tensor pullBack(Tensor xt, int t, Attention attention, Tensor u) {
        double timestep = schedule.networkTimestep(t, network.config().rescaleTimesteps());
        return network.pullBack(xt, timestep, attention, u);
    }
}
