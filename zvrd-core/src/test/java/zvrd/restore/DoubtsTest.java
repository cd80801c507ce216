package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.Preset;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.GaussianNoise;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Leaves;
import zvrd.degradation.Mask;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.NoiseModel;
import zvrd.degradation.PoissonNoise;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.FrameWriter;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;
import zvrd.media.WriteOptions;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.Precision;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/** Clips that are what their task takes them for raise no doubt, and others one that says why. */
@ExtendWith(LeakGuard.class)
class DoubtsTest {
    private static final int SIDE = 256;
    private static final DegradationOperator SR2 = new AverageDownsample(2);

    @TempDir
    Path folder;

    @Test
    void anEnlargedClipIsNoSmallSharpOne() {
        try (var scope = new TensorScope()) {
            Path small = clip("small", SR2.observe(leaves()));
            assertThat(doubts(small, Task.SUPER_RESOLUTION, SR2, 0)).isEmpty();
            Path large = clip("large", Resampler.PILLOW_BICUBIC.resize(leaves(), 2 * SIDE, 2 * SIDE));
            assertThat(doubts(large, Task.SUPER_RESOLUTION, SR2, 0))
                    .singleElement()
                    .asString()
                    .contains("enlarged");
        }
    }

    @Test
    void aKernelThatIsWiderThanAnyEdgeIsDoubted() {
        try (var scope = new TensorScope()) {
            Blur kernel = Blur.of(BlurKernel.gaussian(2));
            Path blurred = clip("blurred", kernel.observe(leaves()));
            assertThat(doubts(blurred, Task.DEBLUR, kernel, 1)).isEmpty();
            assertThat(doubts(clip("sharp", leaves()), Task.DEBLUR, kernel, 1))
                    .singleElement()
                    .asString()
                    .contains("gaussian:2", "smaller kernel");
        }
    }

    @Test
    void noiseThatNobodyMentionedIsToldByItsLevelAndKind() {
        try (var scope = new TensorScope()) {
            Path noisy = clip("noisy", noisy(new GaussianNoise(20)));
            assertThat(doubts(noisy, Task.DENOISE, new Identity(), 20)).isEmpty();
            assertThat(doubts(noisy, Task.SUPER_RESOLUTION, SR2, 0))
                    .singleElement()
                    .asString()
                    .contains("--sigma auto");
            assertThat(doubts(noisy, Task.DENOISE, new Identity(), 5))
                    .singleElement()
                    .asString()
                    .contains("--sigma is 5.0");
            assertThat(doubts(noisy, Task.DENOISE, new Identity(), 60))
                    .singleElement()
                    .asString()
                    .contains("detail may be lost");
            Path counted = clip("counted", noisy(PoissonNoise.ofLevels(30)));
            assertThat(doubts(counted, Task.DENOISE, new Identity(), 20))
                    .singleElement()
                    .asString()
                    .contains("poisson");
        }
    }

    @Test
    void aClipThatShowsNothingRaisesNoDoubtAboutItsNoise() {
        try (var scope = new TensorScope()) {
            Path black = clip("black", torch.full(new long[] {1, 3, SIDE, SIDE}, new Scalar(-1.0)));
            assertThat(doubts(black, Task.DENOISE, new Identity(), 25)).isEmpty();
            assertThat(ClipLook.at(black, ReadOptions.ALL).noise()).isNaN();
        }
    }

    @Test
    void aBlurThatOnlyOneDirectionTellsCounts() {
        var oneWay = new ClipLook(0, 0, NoiseKind.GAUSSIAN, Double.NaN, 3, 1, 1, 0);
        assertThat(oneWay.widestBlur()).isEqualTo(3);
        assertThat(oneWay.narrowestBlur()).isEqualTo(3);
    }

    @Test
    void coloursOfAClipToBeColouredAreMissed() {
        try (var scope = new TensorScope()) {
            assertThat(doubts(clip("grey", grey()), Task.COLORIZE, Grayscale.LUMA, 0))
                    .isEmpty();
            assertThat(doubts(clip("coloured", leaves()), Task.COLORIZE, Grayscale.LUMA, 0))
                    .singleElement()
                    .asString()
                    .contains("colours");
        }
    }

    @Test
    void aMaskBesideTheDamageOrTheWrongWayRoundIsDoubted() {
        try (var scope = new TensorScope()) {
            var hole = new Inpainting(Mask.box(50, 60, 70, 80, SIDE, SIDE));
            var elsewhere = new Inpainting(Mask.random(0.5, 3, SIDE, SIDE));
            var none = new Inpainting(Mask.box(0, 0, 0, 0, SIDE, SIDE));
            Path damaged = clip("damaged", hole.forward(leaves()));
            assertThat(doubts(damaged, Task.INPAINT, hole, 0)).isEmpty();
            assertThat(doubts(damaged, Task.INPAINT, elsewhere, 0))
                    .singleElement()
                    .asString()
                    .contains("in its place");
            assertThat(doubts(damaged, Task.INPAINT, none, 0))
                    .singleElement()
                    .asString()
                    .contains("no pixel");
            var rest = new Inpainting(inverted(hole.mask()));
            Path island = clip("island", rest.forward(leaves()));
            assertThat(doubts(island, Task.INPAINT, hole, 0))
                    .singleElement()
                    .asString()
                    .contains("invert");
        }
    }

    @Test
    void holesAllOverAreNotTakenForNoise() {
        try (var scope = new TensorScope()) {
            for (double share : new double[] {0.05, 0.5, 0.9}) {
                var holes = new Inpainting(Mask.random(share, 3, SIDE, SIDE));
                Path peppered = clip("peppered-" + share, holes.forward(leaves()));
                assertThat(doubts(peppered, Task.INPAINT, holes, 0)).isEmpty();
                assertThat(doubts(peppered, Task.INPAINT, holes, OptionalDouble.empty()))
                        .singleElement()
                        .asString()
                        .contains("takes them for noise");
            }
            var box = new Inpainting(Mask.box(50, 60, 70, 80, SIDE, SIDE));
            Path noisy = clip("noisy-box", box.forward(noisy(new GaussianNoise(20))));
            assertThat(doubts(noisy, Task.INPAINT, box, 0))
                    .singleElement()
                    .asString()
                    .contains("--sigma auto");
        }
    }

    private static Tensor leaves() {
        return Leaves.image(SIDE, 1, false);
    }

    private static Tensor grey() {
        return Leaves.image(SIDE, 1, true);
    }

    private static Tensor noisy(NoiseModel noise) {
        return noise.addTo(leaves(), new NoiseSource(3), 0);
    }

    private static Mask inverted(Mask mask) {
        float[] known = mask.known();
        return Mask.ofLuma(known, mask.width(), mask.height());
    }

    /** One frame of {@code image}. */
    private Path clip(String name, Tensor image) {
        int width = (int) image.size(3);
        int height = (int) image.size(2);
        VideoInfo info = VideoInfo.drawn(width, height, 8);
        Path file = folder.resolve(name + ".mkv");
        try (FrameWriter writer = FrameWriter.create(file, info, width, height, WriteOptions.DEFAULT)) {
            writer.write(new Frame(0, 0, info.timeBase(), width, height, Images.toRgb16(image, 8)));
            writer.finish();
        }
        return file;
    }

    private static List<String> doubts(Path clip, Task task, DegradationOperator operator, double sigma) {
        return doubts(clip, task, operator, OptionalDouble.of(sigma));
    }

    private static List<String> doubts(Path clip, Task task, DegradationOperator operator, OptionalDouble sigma) {
        return Doubts.of(new RestoreRequest(
                clip,
                ReadOptions.ALL,
                clip,
                WriteOptions.DEFAULT,
                OperatorPlan.fixed(operator),
                sigma,
                new RestoreRequest.PriorChoice(
                        "none", BackboneSettings.of("hqs", Preset.DRAFT, task), 0, Precision.FLOAT32),
                RestoreRequest.Temporal.NONE,
                new RestoreRequest.Space(OptionalInt.empty(), OptionalInt.empty(), WindowPlan.USUAL, true),
                new RestoreRequest.Resources(1, 0, ComputeDevice.cpu())));
    }
}
