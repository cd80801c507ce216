package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class OneDnnTest {
    /** Its naive twin is the plain convolution in float32, and an addition after it. */
    @ParameterizedTest
    @CsvSource({
        // in, out, side of kernel, stride, side of map, precision, error over the largest value
        "32, 64, 3, 1, 16, FLOAT32, 1e-5",
        "32, 96, 3, 1, 9, FLOAT32, 1e-5",
        "64, 64, 1, 1, 20, FLOAT32, 1e-5",
        "32, 32, 3, 2, 12, FLOAT32, 1e-5",
        "32, 64, 3, 1, 16, BFLOAT16, 1e-2", // half a unit in the eighth bit of the result is 0.2 %, of the sum 0.4 %
        "96, 192, 1, 1, 8, BFLOAT16, 1e-2",
        "64, 6, 3, 1, 7, BFLOAT16, 1e-2",
    })
    void packedKernelsAndSumsInPlaceAreThePlainConvolution(
            int in, int out, int side, int stride, int map, Precision precision, double tolerance) {
        assumeTrue(OneDnn.serves(precision), "this processor runs the plain convolution");
        ScalarType type = precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
        int padding = side / 2;
        try (var scope = new TensorScope();
                OneDnn oneDnn = OneDnn.open()) {
            torch.manual_seed(2);
            Tensor x = rounded(torch.randn(1, in, map, map), type);
            Tensor kernel = rounded(torch.randn(out, in, side, side), type);
            Tensor bias = rounded(torch.randn(out), type);
            Tensor packed = OneDnn.packed(kernel, stride, padding);
            Tensor expected = torch.conv2d(
                    x.to(ScalarType.Float),
                    kernel.to(ScalarType.Float),
                    new TensorOptional(bias.to(ScalarType.Float)),
                    new long[] {stride, stride},
                    new long[] {padding, padding},
                    new long[] {1, 1},
                    1);
            assertThat(error(oneDnn.convolve(x, packed, bias, stride, padding), expected))
                    .isLessThan(tolerance);
            Tensor other = rounded(torch.randn(expected.shape()), type);
            Tensor sum = other.to(ScalarType.Float).add(expected);
            assertThat(error(oneDnn.convolveOnto(other, x, packed, bias, stride, padding), sum))
                    .isLessThan(tolerance);
        }
    }

    private static Tensor rounded(Tensor x, ScalarType type) {
        MemoryFormat layout = x.dim() == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
        return x.to(type, false, false, new MemoryFormatOptional(layout));
    }

    private static double error(Tensor found, Tensor expected) {
        Tensor difference = found.to(ScalarType.Float).sub(expected).abs().max();
        return difference.item_double() / expected.abs().max().item_double();
    }
}
