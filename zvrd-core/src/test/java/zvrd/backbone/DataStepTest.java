package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Measurement;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class DataStepTest {
    private static final long[] IMAGE = {2, 3, 8, 8};

    /** The same operator with its singular values kept secret. */
    private record Secretive(DegradationOperator inner) implements DegradationOperator {
        @Override
        public String name() {
            return "secret " + inner.name();
        }

        @Override
        public Tensor forward(Tensor x) {
            return inner.forward(x);
        }

        @Override
        public Tensor adjoint(Tensor y) {
            return inner.adjoint(y);
        }

        @Override
        public Tensor pseudoInverse(Tensor y) {
            return inner.pseudoInverse(y);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.01, 0.3, 20})
    void theProximalStepIsTheMinimiserThatADenseSolveFinds(double rho) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(1);
            var a = new AverageDownsample(2);
            Tensor x0 = torch.randn(IMAGE);
            var m = new Measurement(torch.randn(new long[] {2, 3, 4, 4}), a, 0.1);
            Tensor expected = dense(m, x0, rho);
            assertThat(Walk.distance(DataStep.proximal(m, x0, rho), expected)).isLessThan(1e-5); // float32 pixels
            var secret = new Measurement(m.y(), new Secretive(a), 0.1);
            assertThat(Walk.distance(DataStep.proximal(secret, x0, rho), expected))
                    .isLessThan(2e-4); // conjugate gradients end at 1e-5 of the first residual
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theProjectionExplainsTheMeasurementAndKeepsTheNullSpace(int factor) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(2);
            var a = new AverageDownsample(factor);
            Tensor x0 = torch.randn(IMAGE);
            var m = new Measurement(torch.randn(new long[] {2, 3, 8 / factor, 8 / factor}), a, 0);
            Tensor x = DataStep.project(m, x0);
            assertThat(Walk.distance(a.forward(x), m.y())).isLessThan(1e-5);
            assertThat(Walk.distance(a.nullSpace(x), a.nullSpace(x0))).isLessThan(1e-5);
        }
    }

    /** (AᵀA + ρ)⁻¹ (Aᵀ y + ρ x0) with A as a matrix, in double. */
    private static Tensor dense(Measurement m, Tensor x0, double rho) {
        int pixels = (int) (x0.numel() / x0.size(0));
        float[] at; // Aᵀ, a row per pixel
        float[] y = Tensors.toFloats(m.y());
        float[] x = Tensors.toFloats(x0);
        try (var scope = new TensorScope()) {
            Tensor basis = torch.eye(pixels).reshape(pixels, x0.size(1), x0.size(2), x0.size(3));
            at = Tensors.toFloats(m.operator().forward(basis));
        }
        int measured = at.length / pixels;
        for (int n = 0; n < x0.size(0); n++) {
            double[][] system = new double[pixels][pixels + 1];
            for (int i = 0; i < pixels; i++) {
                for (int k = 0; k < measured; k++) {
                    double aki = at[i * measured + k];
                    system[i][pixels] += aki * y[n * measured + k];
                    for (int j = 0; j < pixels; j++) {
                        system[i][j] += aki * at[j * measured + k];
                    }
                }
                system[i][i] += rho;
                system[i][pixels] += rho * x[n * pixels + i];
            }
            solve(system);
            for (int i = 0; i < pixels; i++) {
                x[n * pixels + i] = (float) system[i][pixels];
            }
        }
        return Tensors.of(x, x0.shape());
    }

    /** Gauss–Jordan without pivots, for a positive definite matrix with its right-hand side as the last column. */
    private static void solve(double[][] system) {
        for (int i = 0; i < system.length; i++) {
            for (int row = 0; row < system.length; row++) {
                double factor = row == i ? 0 : system[row][i] / system[i][i];
                for (int column = 0; column < system[i].length; column++) {
                    system[row][column] -= factor * system[i][column];
                }
            }
        }
        for (int i = 0; i < system.length; i++) {
            system[i][system.length] /= system[i][i];
        }
    }
}
