package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class CosineTransformTest {
    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,1", "2,3", "5,4", "8,8", "7,9", "27,50"})
    void equalsTheProductWithTheCosineMatrixAndComesBack(int h, int w) {
        try (var scope = new TensorScope()) {
            Tensor x = new NoiseSource(5).normal(NoiseStream.START, 0, 0, 3, h, w);
            Tensor naive = Tensors.of(basis(h), h, h)
                    .matmul(x)
                    .matmul(Tensors.of(basis(w), w, w).t());
            Tensor fast = CosineTransform.forward(x);
            assertThat(fast.sub(naive).abs().max().item_double()).isLessThan(1e-5); // float32 sums of up to 1350 terms
            assertThat(CosineTransform.inverse(fast).sub(x).abs().max().item_double())
                    .isLessThan(1e-5);
        }
    }

    private static float[] basis(int n) { // row k: the k-th cosine
        float[] c = new float[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                c[k * n + i] =
                        (float) (Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * n)));
            }
        }
        return c;
    }
}
