package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.pytorch.StringViewOptional;
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
class BicubicDownsampleTest {
    @Test
    void hasThePublishedTapsAndSingularValues() {
        var a = new BicubicDownsample(4);
        assertThat(Arrays.copyOf(a.taps(), 8))
                .containsExactly(
                        new double[] {
                            -0.00170898,
                            -0.01098633,
                            -0.01831055,
                            -0.01196289,
                            0.02270508,
                            0.09741211,
                            0.18188477,
                            0.2409668
                        },
                        within(1e-8));
        double[] s = a.singularValues(64);
        assertThat(Arrays.stream(s).min().orElseThrow()).isCloseTo(0.34851709, within(1e-7));
        assertThat(Arrays.stream(s).max().orElseThrow()).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"2,16", "4,8", "8,40", "3,9", "4,4"}) // the last is narrower than the kernel
    void theClosedFormEqualsTheDecompositionOfItsMatrix(int factor, int n) {
        try (var scope = new TensorScope()) {
            var a = new BicubicDownsample(factor);
            Tensor columns =
                    torch.eye(n).reshape(n, 1, n, 1).expand(n, 1, n, factor).contiguous();
            Tensor s = a.forward(columns).reshape(n, n / factor).t(); // constant rows pass through the other direction
            Tensor reference = torch.linalg_svdvals(s, new StringViewOptional());
            double[] closed = a.singularValues(n / factor);
            Arrays.sort(closed);
            float[] decomposed = Tensors.toFloats(reference);
            Arrays.sort(decomposed);
            for (int k = 0; k < closed.length; k++) {
                assertThat((double) decomposed[k]).isCloseTo(closed[k], within(1e-6));
            }
        }
    }
}
