package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class FramewiseOperatorTest {
    private static final int SIDE = 16;

    private final List<DegradationOperator> masks = IntStream.range(0, 3)
            .<DegradationOperator>mapToObj(n -> new Inpainting(Mask.random(0.5, n, SIDE, SIDE)))
            .toList();

    @Test
    void everyFrameMeetsItsOwnOperator() {
        var together = (FramewiseOperator) FramewiseOperator.of(masks);
        try (var scope = new TensorScope()) {
            Tensor x = new NoiseSource(1)
                    .normal(NoiseStream.MEASUREMENT, 0, 0, 9, SIDE, SIDE)
                    .view(3, 3, SIDE, SIDE);
            for (int n = 0; n < 3; n++) {
                var alone = (SpectralOperator) masks.get(n);
                Tensor frame = x.narrow(0, n, 1);
                assertSame(together.forward(x).narrow(0, n, 1), alone.forward(frame));
                assertSame(together.adjoint(x).narrow(0, n, 1), alone.adjoint(frame));
                assertSame(together.pseudoInverse(x).narrow(0, n, 1), alone.pseudoInverse(frame));
                assertSame(together.filter(x, s -> 2 + s).narrow(0, n, 1), alone.filter(frame, s -> 2 + s));
            }
        }
    }

    @Test
    void framesThatShareAnOperatorShareIt() {
        DegradationOperator one = new Grayscale();
        assertThat(FramewiseOperator.of(List.of(one, one, one))).isSameAs(one);
    }

    @Test
    void aBatchOfAnotherLengthIsRefused() {
        DegradationOperator together = FramewiseOperator.of(masks);
        try (var scope = new TensorScope()) {
            Tensor two = new NoiseSource(1)
                    .normal(NoiseStream.MEASUREMENT, 0, 0, 6, SIDE, SIDE)
                    .view(2, 3, SIDE, SIDE);
            assertThatThrownBy(() -> together.forward(two))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 frames");
        }
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(Tensors.toFloats(actual)).isEqualTo(Tensors.toFloats(expected));
    }
}
