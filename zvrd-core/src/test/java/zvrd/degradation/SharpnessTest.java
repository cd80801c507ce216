package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class SharpnessTest {
    private static final int SIDE = 256;

    @ParameterizedTest
    @CsvSource({"1, 0", "1.6, 0", "2.5, 0", "1.6, 5", "2.5, 5"})
    void edgesTellTheBlurThatWasPutOnThem(double sigma, double noise) {
        Sharpness sharpness = of(new SymmetricBlur(BlurKernel.gaussian(sigma)), noise);
        // edges of leaves that lie close to each other disturb each other; noise makes gradients steeper
        assertThat(sharpness.across()).isCloseTo(sigma, within(0.3 * sigma));
        assertThat(sharpness.down()).isCloseTo(sigma, within(0.3 * sigma));
    }

    @Test
    void sharpEdgesHaveNoWidthAndFineDetail() {
        Sharpness sharpness = of(new Identity(), 0);
        assertThat(sharpness.across()).isLessThan(0.8); // a step between two pixels, seen through differences over two
        assertThat(sharpness.detail()).isGreaterThan(0.5);
    }

    @Test
    void aMotionBlurIsToldByItsDirection() {
        Sharpness sharpness = of(Blur.of(BlurKernel.motion(9, 0)), 0);
        assertThat(sharpness.across()).isGreaterThan(1.8);
        assertThat(sharpness.down()).isLessThan(0.8);
    }

    @Test
    void anEnlargedPictureHasNoFineDetail() {
        try (var scope = new TensorScope()) {
            Tensor large = Resampler.PILLOW_BICUBIC.resize(Leaves.image(SIDE, 1, false), 2 * SIDE, 2 * SIDE);
            Sharpness sharpness = Sharpness.ofRgb16(Images.toRgb16(large, 8), 2 * SIDE, 2 * SIDE, 0);
            assertThat(sharpness.detail()).isLessThan(0.32);
        }
    }

    @Test
    void framesWithoutEdgesTellNothing() {
        assertThat(Sharpness.ofRgb16(new short[3 * 64 * 64], 64, 64, 0).across())
                .isNaN();
        assertThat(Sharpness.ofRgb16(new short[3], 1, 1, 0).detail()).isNaN();
    }

    private static Sharpness of(DegradationOperator blur, double noise) {
        try (var scope = new TensorScope()) {
            Tensor y = blur.observe(Leaves.image(SIDE, 1, false));
            Tensor noisy = new GaussianNoise(noise).addTo(y, new NoiseSource(2), 0);
            return Sharpness.ofRgb16(Images.toRgb16(noisy, 8), SIDE, SIDE, noise);
        }
    }
}
