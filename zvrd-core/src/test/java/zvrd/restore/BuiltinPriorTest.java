package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.backbone.Backbone;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Backbones;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Identity;
import zvrd.degradation.Measurement;
import zvrd.degradation.Task;
import zvrd.motion.Dis;
import zvrd.temporal.TemporalSettings;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The prior inside the jar does what a prior is for. */
@ExtendWith(LeakGuard.class)
class BuiltinPriorTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 144;
    private static final int GREY = 90;

    @Test
    void aFrameOfOneColourShowsNoTiles() {
        try (Prior prior = Prior.load("builtin", Precision.auto());
                var scope = new TensorScope()) {
            short[] rgb = new short[3 * (WIDTH / 4) * (HEIGHT / 4)];
            Arrays.fill(rgb, (short) (GREY * 257));
            Tensor y = Images.fromRgb16(rgb, WIDTH / 4, HEIGHT / 4);
            Tensor x = restore(prior, new Measurement(y, new AverageDownsample(4), 0), Task.SUPER_RESOLUTION);
            Tensor departure = x.sub(new Scalar(GREY / 127.5 - 1)).mul(new Scalar(127.5)); // in 8-bit levels
            for (long side : new long[] {2, 3}) { // a seam would show in the mean of its column or row
                assertThat(departure.mean(side).abs().max().item_double()).isLessThanOrEqualTo(1);
            }
            assertThat(departure.square().mean().item_double()).isLessThan(4); // and grain stays below two levels
        }
    }

    @Test
    void takesMostOfTheNoiseOutOfASmoothFrame() {
        try (Prior prior = Prior.load("builtin", Precision.auto());
                var scope = new TensorScope()) {
            int side = 96;
            float[] picture = new float[3 * side * side];
            float[] noise = new NoiseSource(1).values(NoiseStream.MEASUREMENT, 0, 0, 3, 0, 0, side, side);
            float[] noisy = new float[picture.length];
            double sigma = 25 / 127.5;
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (float) (0.5 * Math.sin(i % side / 15.0) * Math.cos(i / side % side / 11.0));
                noisy[i] = (float) (picture[i] + sigma * noise[i]);
            }
            Tensor y = Tensors.of(noisy, 1, 3, side, side);
            Tensor x = restore(prior, new Measurement(y, new Identity(), sigma), Task.DENOISE);
            double left = Math.sqrt(
                    x.sub(Tensors.of(picture, 1, 3, side, side)).square().mean().item_double());
            assertThat(left).isLessThan(0.2 * sigma); // a smooth picture hides little
        }
    }

    private static Tensor restore(Prior prior, Measurement m, Task task) {
        Backbone backbone = Backbones.create(
                BackboneSettings.of("hqs", Preset.DRAFT, task), prior.schedule(), m.operator(), m.sigma());
        long[] size = m.operator().pseudoInverse(m.y()).shape();
        var plan = new TilePlan((int) size[2], (int) size[3], 128, 32, prior.stride());
        try (var workers = new NetworkWorkers(prior.denoiser(), 2)) {
            var denoiser = new WindowDenoiser(workers, prior.schedule(), plan, 4, null, null);
            var noise = new WindowNoise(new NoiseSource(0), null, 0, 0, WindowNoise.Trail.none());
            var alone = new FrameCoupling(TemporalSettings.NONE, new Dis(1), null);
            return new WindowRestorer(backbone, denoiser, noise, alone, Anchors.NONE, List.of())
                    .restore(m, null, state -> {})
                    .x();
        }
    }
}
