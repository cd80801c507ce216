package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class AverageDownsampleTest {
    @Test
    void seesEachBlockAsItsMeanAndSpreadsTheMeanBack() {
        try (var scope = new TensorScope()) {
            var half = new AverageDownsample(2);
            Tensor x = torch.arange(new Scalar(8f)).reshape(1, 1, 2, 4);
            Tensor y = half.forward(x); // blocks {0,1,4,5} and {2,3,6,7}
            assertThat(y.shape()).containsExactly(1, 1, 1, 2);
            assertThat(y.get(0).get(0).get(0).get(0).item_float()).isEqualTo(2.5f);
            assertThat(y.get(0).get(0).get(0).get(1).item_float()).isEqualTo(4.5f);
            Tensor back = half.pseudoInverse(y);
            assertThat(back.shape()).containsExactly(1, 1, 2, 4);
            assertThat(back.get(0).get(0).get(1).get(1).item_float()).isEqualTo(2.5f);
            assertThat(back.get(0).get(0).get(0).get(2).item_float()).isEqualTo(4.5f);
        }
    }

    @Test
    void refusesSidesThatDoNotDivide() {
        try (var scope = new TensorScope()) {
            Tensor x = torch.zeros(1, 3, 30, 45);
            assertThatThrownBy(() -> new AverageDownsample(4).forward(x))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("average:4 needs sides that are multiples of 4, found 45×30");
        }
    }
}
