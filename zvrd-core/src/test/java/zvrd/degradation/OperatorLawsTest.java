package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class OperatorLawsTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 40;

    static Stream<Named<SpectralOperator>> operators() {
        return OperatorRegistry.all(WIDTH, HEIGHT).stream().map(o -> Named.of(o.name(), o));
    }

    static Stream<Named<SpectralOperator>> operatorsOfOddFrames() {
        return OperatorRegistry.all(45, 31).stream().map(o -> Named.of(o.name(), o));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void everyOperatorOfTheRegistryKeepsAllLaws(SpectralOperator a) {
        assertThat(OperatorLaws.of(a)).hasSize(12).allMatch(OperatorLaws.Verdict::holds);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void anIteratedPseudoInverseIsNearTheKnownOne(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = normal(1, 1, 3, HEIGHT, WIDTH);
            Tensor y = a.forward(x);
            Tensor iterated = LeastSquares.smallest(a, y);
            Tensor unexplained = a.forward(iterated).sub(y);
            // Blurs with zeros in their spectrum are never solved in full; white noise is the worst there is for them.
            assertThat(Tensors.dot(unexplained, unexplained)).isLessThan(0.01 * Tensors.dot(y, y));
            if (a instanceof UniformOperator) { // solved in one step
                assertThat(iterated.sub(a.pseudoInverse(y)).abs().max().item_double())
                        .isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operatorsOfOddFrames")
    void sidesThatDoNotDivideAreRefusedAndAllOthersMeasured(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = normal(9, 1, 3, 31, 45);
            if (a.alignment() > 1) {
                assertThatThrownBy(() -> a.forward(x)).isInstanceOf(IllegalArgumentException.class);
                return;
            }
            Tensor wide = a.pseudoInverse(a.extend(a.observe(x)));
            assertThat(Tensors.shape(wide)).containsExactly(1, 3, 31 + 2 * a.margin(), 45 + 2 * a.margin());
            assertThat(Tensors.shape(a.crop(wide))).containsExactly(1, 3, 31, 45);
        }
    }

    @Test
    void twoFormulasMakeAnOperatorThatKeepsTheLaws() {
        assertThat(OperatorLaws.of(new Echo(-3))).hasSize(8).allMatch(OperatorLaws.Verdict::holds);
    }

    @Test
    void aWrongAdjointIsTold() {
        assertThat(OperatorLaws.of(new Echo(3)))
                .filteredOn(verdict -> !verdict.holds())
                .extracting(OperatorLaws.Verdict::law)
                .contains("<A x, y> = <x, A' y>, A' the adjoint")
                .doesNotContain("A(x + 2z) = A x + 2 A z");
    }

    @Test
    void anOperatorThatFailsBreaksItsLawsAndNothingElse() {
        DegradationOperator failing = new Echo(-3) {
            @Override
            public Tensor adjoint(Tensor y) {
                throw new UnsupportedOperationException("no adjoint yet");
            }
        };
        assertThat(OperatorLaws.of(failing))
                .anySatisfy(verdict -> assertThat(verdict.found()).isEqualTo("failed: no adjoint yet"))
                .anySatisfy(verdict -> assertThat(verdict.holds()).isTrue());
    }

    /** An image and a weaker copy of it to the right; its adjoint is right where {@code back} is -3. */
    private static class Echo implements DegradationOperator {
        private final long back;

        Echo(long back) {
            this.back = back;
        }

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Tensor forward(Tensor x) {
            return shifted(x, 3);
        }

        @Override
        public Tensor adjoint(Tensor y) {
            return shifted(y, back);
        }

        private static Tensor shifted(Tensor image, long by) {
            return TensorScope.compute(() ->
                    image.mul(new Scalar(0.7)).add(torch.roll(image, new long[] {by}, 3), new Scalar(0.3)));
        }
    }

    private static Tensor normal(int draw, long... shape) {
        return new NoiseSource(11).normal(NoiseStream.START, draw, 0, shape[1], shape[2], shape[3]);
    }
}
