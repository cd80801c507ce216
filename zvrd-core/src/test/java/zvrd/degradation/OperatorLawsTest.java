package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** What must hold of every operator in the registry, on normal random images. */
@ExtendWith(LeakGuard.class)
class OperatorLawsTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 40;

    /** float32 transforms of 2k values, and A⁺ amplifies what they round by at most 1 / 0.03. */
    private static final double ROUNDING = 1e-4;

    static Stream<Named<SpectralOperator>> operators() {
        return OperatorRegistry.all(WIDTH, HEIGHT).stream().map(o -> Named.of(o.name(), o));
    }

    static Stream<Named<SpectralOperator>> operatorsOfOddFrames() {
        return OperatorRegistry.all(45, 31).stream().map(o -> Named.of(o.name(), o));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theAdjointAgreesWithForwardInTheInnerProduct(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = image(1);
            Tensor ax = a.forward(x);
            Tensor y = normal(2, Tensors.shape(ax));
            assertThat(Tensors.dot(ax, y))
                    .isCloseTo(Tensors.dot(x, a.adjoint(y)), within(1e-3)); // sums of 6k products of float32
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void thePseudoInverseExplainsWhatWasMeasured(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor measured = a.forward(solvable(a, image(1)));
            assertClose(a.forward(a.pseudoInverse(measured)), measured);
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theProjectionIsSymmetricAndTheNullSpaceIsNotSeen(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = image(1);
            Tensor other = image(2);
            double one = Tensors.dot(a.pseudoInverse(a.forward(x)), other);
            assertThat(one).isCloseTo(Tensors.dot(x, a.pseudoInverse(a.forward(other))), within(1e-2));
            Tensor unseen = solvable(a, a.nullSpace(x));
            assertClose(a.forward(unseen), torch.zeros_like(a.forward(x)));
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theFilterThatKeepsEverySingularVectorKeepsTheImage(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = image(3);
            assertClose(a.filter(x, s -> 1), x);
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theFilterOfSquaredSingularValuesIsTheAdjointAfterForward(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = image(4);
            assertClose(a.filter(x, s -> s * s), a.adjoint(a.forward(solvable(a, x))));
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void theFilterOfNonZeroSingularValuesIsTheProjection(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor x = image(5);
            assertClose(a.filter(x, s -> s > 0 ? 1 : 0), a.pseudoInverse(a.forward(x)));
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void thePseudoInverseIsTheAdjointDividedBySquaredSingularValues(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor y = a.forward(image(6));
            assertClose(a.filter(a.adjoint(y), s -> s > 0 ? 1 / (s * s) : 0), a.pseudoInverse(y));
        }
    }

    @ParameterizedTest
    @MethodSource("operators")
    void aBatchOfTwoIsTwoOfOne(SpectralOperator a) {
        try (var scope = new TensorScope()) {
            Tensor one = image(7);
            Tensor two = image(8);
            Tensor both = torch.cat(new TensorVector(one, two), 0);
            assertClose(a.forward(both), torch.cat(new TensorVector(a.forward(one), a.forward(two)), 0));
            Tensor y1 = a.forward(one);
            Tensor y2 = a.forward(two);
            Tensor y = torch.cat(new TensorVector(y1, y2), 0);
            assertClose(a.pseudoInverse(y), torch.cat(new TensorVector(a.pseudoInverse(y1), a.pseudoInverse(y2)), 0));
            assertClose(
                    a.filter(both, s -> 0.5 + s),
                    torch.cat(new TensorVector(a.filter(one, s -> 0.5 + s), a.filter(two, s -> 0.5 + s)), 0));
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

    /** The part of x in which A loses no more than it should; blurs cut what they leave less than 0.03 of. */
    private static Tensor solvable(SpectralOperator a, Tensor x) {
        return a instanceof Blur || a instanceof Composition ? a.filter(x, s -> s > 0 ? 1 : 0) : x;
    }

    private static Tensor image(int draw) {
        return normal(draw, 1, 3, HEIGHT, WIDTH);
    }

    private static Tensor normal(int draw, long... shape) {
        return new NoiseSource(11).normal(NoiseStream.START, draw, 0, shape[1], shape[2], shape[3]);
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
        double error = actual.sub(expected).abs().max().item_double();
        double size = Math.max(1, expected.abs().max().item_double());
        assertThat(error / size).isLessThan(ROUNDING);
        assertThat(actual.mul(new Scalar(1f)).isfinite().all().item_bool()).isTrue();
    }
}
