package zvrd.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class TensorScopeTest {
    @Test
    void handsTheOneResultOutAndFreesTheRest() {
        try (var scope = new TensorScope()) {
            Tensor[] inner = new Tensor[1];
            Tensor sum = TensorScope.compute(() -> {
                inner[0] = torch.ones(4);
                return inner[0].add(inner[0]);
            });
            assertThat(inner[0].isNull()).isTrue();
            assertThat(sum.sum().item_float()).isEqualTo(8f);
        }
    }

    @Test
    void aResultWithoutAnEnclosingScopeBelongsToTheCaller() {
        Tensor ones = TensorScope.compute(() -> torch.ones(3));
        assertThat(ones.sum().item_float()).isEqualTo(3f);
        ones.close();
    }

    @Test
    void refusesToKeepAfterItWasClosed() {
        var scope = new TensorScope();
        scope.close();
        try (Tensor ones = torch.ones(1)) {
            assertThatThrownBy(() -> scope.keep(ones)).isInstanceOf(IllegalStateException.class);
        }
    }
}
