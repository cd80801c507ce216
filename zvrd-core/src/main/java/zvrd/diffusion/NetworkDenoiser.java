package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;
import zvrd.nn.Attention;
import zvrd.nn.FeatureTap;
import zvrd.nn.Halfway;
import zvrd.nn.SkipStore;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetInput;
import zvrd.tensor.TensorScope;

/**
 * An unconditional U-Net as a denoiser; calls may run in several threads at once.
 *
 * @param network kept open by whoever made it
 * @param schedule the one it was trained on
 * @param attention how its attention layers attend
 * @param skips where the encoder's outputs wait for the decoder
 */
public record NetworkDenoiser(UNet network, NoiseSchedule schedule, Attention attention, SkipStore skips)
        implements Denoiser {
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
        this(network, schedule, Attention.plain(), SkipStore.memory());
    }

    /** The same, looking as {@code attention} says. */
    public NetworkDenoiser attending(Attention attention) {
        return new NetworkDenoiser(network, schedule, attention, skips);
    }

    @Override
    public Prediction predict(Tensor xt, int t) {
        return prediction(TensorScope.compute(() -> {
            try (Halfway halfway = begin(xt, t, attention)) {
                return network.finish(halfway, attention, FeatureTap.none(), true);
            }
        }));
    }

    /** The first half of {@link #predict}, looking as {@code attention} says; call it inside a scope. */
    public Halfway begin(Tensor xt, int t, Attention attention) {
        return network.begin(UNetInput.of(xt, timestep(t)), attention, FeatureTap.none(), skips);
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
