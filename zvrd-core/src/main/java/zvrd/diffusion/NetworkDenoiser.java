package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;
import zvrd.nn.Attention;
import zvrd.nn.FeatureTap;
import zvrd.nn.Halfway;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetInput;

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
        return prediction(network.forward(xt, timestep(t), attention));
    }

    /** The first half of {@link #predict}, looking as {@code attention} says; call it inside a scope. */
    public Halfway begin(Tensor xt, int t, Attention attention) {
        return network.begin(UNetInput.of(xt, timestep(t)), attention, FeatureTap.none());
    }

    /** The second half; {@code last} says that {@code halfway} is not finished again. */
    public Prediction finish(Halfway halfway, Attention attention, boolean last) {
        return prediction(network.finish(halfway, attention, FeatureTap.none(), last));
    }

    private double[] timestep(int t) {
        return new double[] {schedule.networkTimestep(t, network.config().rescaleTimesteps())};
    }

    private Prediction prediction(Tensor output) { // [N, 6 or 3, H, W]
        boolean learnsVariance = network.config().learnSigma();
        try (output) {
            Tensor epsilon = output.narrow(1, 0, COLOURS);
            return new Prediction(epsilon, learnsVariance ? output.narrow(1, COLOURS, COLOURS) : null);
        }
    }
}
