package zvrd.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class FlowWarpTest {
    @ParameterizedTest
    @CsvSource({"24, 32", "37, 53", "1, 9", "16, 1", "1, 1", "130, 257"})
    void noMotionIsTheSameImageBitForBit(int height, int width) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(1);
            Tensor image = torch.randn(2, 3, height, width);
            Tensor still = torch.zeros(2, 2, height, width);
            assertThat(FlowWarp.warp(image, still).equal(image)).isTrue();
            assertThat(FlowWarp.nearest(image, still).equal(image)).isTrue();
            assertThat(FlowWarp.adjoint(image, still).equal(image)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"24, 32", "37, 53", "7, 200"})
    void wholeDisplacementsCopyPixelsAndClampAtTheBorder(int height, int width) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(2);
            Tensor image = torch.randn(1, 2, height, width);
            Tensor flow = torch.randn(1, 2, height, width).mul(new Scalar(9.0)).round();
            float[] expected = warpedPixelByPixel(image, flow);
            assertThat(Tensors.toFloats(FlowWarp.warp(image, flow))).containsExactly(expected);
            assertThat(Tensors.toFloats(FlowWarp.nearest(image, flow))).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"24, 32", "37, 53", "16, 1"})
    void anyDisplacementInterpolatesItsFourNeighbours(int height, int width) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(3);
            Tensor image = torch.randn(1, 2, height, width);
            Tensor flow = torch.randn(1, 2, height, width).mul(new Scalar(5.0));
            Tensor expected = Tensors.of(warpedPixelByPixel(image, flow), 1, 2, height, width);
            Tensor error = FlowWarp.warp(image, flow).sub(expected).abs().max();
            assertThat(error.item_double()).isLessThan(1e-4); // coordinates to 4e-6 pixels, slopes of up to 8
        }
    }

    @ParameterizedTest
    @CsvSource({"24, 32", "37, 53", "16, 1"})
    void adjointAgreesWithWarpInTheInnerProduct(int height, int width) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(4);
            Tensor flow = torch.randn(2, 2, height, width).mul(new Scalar(6.0));
            Tensor x = torch.randn(2, 3, height, width);
            Tensor y = torch.randn(2, 3, height, width);
            double there = Tensors.dot(FlowWarp.warp(x, flow), y);
            double back = Tensors.dot(x, FlowWarp.adjoint(y, flow));
            assertThat(back).isCloseTo(there, within(1e-3)); // float32 sums of up to 12k terms
        }
    }

    @Test
    void halvesGoToTheEvenNeighbour() {
        try (var scope = new TensorScope()) {
            Tensor image = Tensors.of(new float[] {0, 1, 2, 3, 4}, 1, 1, 1, 5);
            Tensor flow = Tensors.of(new float[] {0.5f, 1.5f, 0.49f, -0.5f, -1.5f, 0, 0, 0, 0, 0}, 1, 2, 1, 5);
            assertThat(Tensors.toFloats(FlowWarp.nearest(image, flow))).containsExactly(0, 3, 2, 3, 2);
        }
    }

    @Test
    void insideEndsAtTheCentresOfTheOutermostPixels() {
        try (var scope = new TensorScope()) {
            Tensor flow = Tensors.of(
                    new float[] {0, -1.01f, -2, 0.01f, 0, 0, 0, 0, /* down */ 0, 0, 0, 0, 1, 1.01f, -1, -1.01f},
                    1,
                    2,
                    2,
                    4);
            float[] inside = {1, 0, 1, 0, 0, 0, 1, 0};
            assertThat(Tensors.toFloats(FlowWarp.inside(flow))).containsExactly(inside);
        }
    }

    @Test
    void aFlowOfAnotherSizeIsRefused() {
        try (var scope = new TensorScope()) {
            assertThatThrownBy(() -> FlowWarp.warp(torch.zeros(1, 3, 8, 8), torch.zeros(1, 2, 8, 9)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, 2, 8, 9] for [1, 3, 8, 8]");
        }
    }

    /** The naive twin: image [1, C, H, W] sampled in double. */
    private static float[] warpedPixelByPixel(Tensor image, Tensor flow) {
        int height = (int) image.size(2);
        int width = (int) image.size(3);
        int plane = height * width;
        float[] pixels = Tensors.toFloats(image);
        float[] f = Tensors.toFloats(flow);
        float[] warped = new float[pixels.length];
        for (int p = 0; p < pixels.length; p++) {
            int at = p % plane;
            double x = Math.max(0, Math.min(width - 1, at % width + (double) f[at]));
            double y = Math.max(0, Math.min(height - 1, at / width + (double) f[at + plane]));
            int left = (int) x;
            int top = (int) y;
            int channel = p - at;
            int right = Math.min(left + 1, width - 1);
            int bottom = Math.min(top + 1, height - 1);
            double above = mix(pixels[channel + top * width + left], pixels[channel + top * width + right], x - left);
            double below =
                    mix(pixels[channel + bottom * width + left], pixels[channel + bottom * width + right], x - left);
            warped[p] = (float) mix(above, below, y - top);
        }
        return warped;
    }

    private static double mix(double a, double b, double share) {
        return share == 0 ? a : a + share * (b - a);
    }
}
