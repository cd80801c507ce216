package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.tensor.TensorScope;

/**
 * An unconditional U-Net as a denoiser; calls may run in several threads at once.
 *
 * @param network kept open by whoever made it
 * @param schedule the one it was trained on
 * @param attention how its attention layers attend
 */
public record NetworkDenoiser(UNet network, NoiseSchedule schedule, Attention attention) implements Denoiser {
    private static final int COLOURS = 3;

    /** Refuses networks that want a label or a small image beside the noisy one. */
    public NetworkDenoiser {
        UNetConfig config = network.config();
        if (config.classConditional() || config.superResolution()) {
            throw new IllegalArgumentException("only unconditional networks denoise by themselves, got " + config);
        }
    }

    /** The same, each image looking at itself only, as it was trained. */
    public NetworkDenoiser(UNet network, NoiseSchedule schedule) {
        this(network, schedule, Attention.plain());
    }

    @Override
    public Prediction predict(Tensor xt, int t) {
        double[] timestep = {schedule.networkTimestep(t, network.config().rescaleTimesteps())};
        boolean learnsVariance = network.config().learnSigma();
        try (var scope = new TensorScope()) {
            Tensor output = network.forward(xt, timestep, attention); // [N, 6 or 3, H, W]
            Tensor epsilon = scope.keep(output.narrow(1, 0, COLOURS));
            return new Prediction(epsilon, learnsVariance ? scope.keep(output.narrow(1, COLOURS, COLOURS)) : null);
        }
    }
}
