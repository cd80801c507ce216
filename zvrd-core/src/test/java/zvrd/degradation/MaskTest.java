package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class MaskTest {
    @Test
    void aRandomMaskLosesItsShareAndDependsOnSeedAndPlaceAlone() {
        Mask mask = Mask.random(0.3, 5, 200, 150);
        assertThat(mask.share()).isCloseTo(0.3, within(0.013)); // 5 standard errors of 30,000 draws
        assertThat(Mask.random(0.3, 5, 200, 150)).isEqualTo(mask);
        assertThat(Mask.random(0.3, 6, 200, 150)).isNotEqualTo(mask);
        Mask smaller = Mask.random(0.3, 5, 90, 70);
        for (int y = 0; y < 70; y++) {
            for (int x = 0; x < 90; x++) {
                assertThat(smaller.lost(x, y)).isEqualTo(mask.lost(x, y));
            }
        }
        assertThat(Mask.random(0, 5, 40, 30).share()).isZero();
        assertThat(Mask.random(1, 5, 40, 30).share()).isEqualTo(1);
    }

    @Test
    void aBoxIsCutAtTheFrame() {
        Mask mask = Mask.box(6, -2, 10, 5, 8, 4);
        assertThat(mask.share() * 32).isCloseTo(6, within(1e-9)); // columns 6 and 7, rows 0 to 2
        assertThat(mask.lost(6, 0)).isTrue();
        assertThat(mask.lost(5, 0)).isFalse();
        assertThat(mask.lost(7, 3)).isFalse();
        assertThat(Mask.box(20, 20, 5, 5, 8, 4).share()).isZero();
    }

    @Test
    void whiteIsLost() {
        Mask mask = Mask.ofLuma(new float[] {0, 1, 0.49f, 0.5f}, 2, 2);
        assertThat(mask.known()).containsExactly(1, 0, 1, 0);
        assertThatThrownBy(() -> Mask.ofLuma(new float[3], 2, 2)).hasMessageContaining("3 pixels, expected 2×2");
    }

    @Test
    void growthReachesEveryPixelWithinTheRadius() {
        Mask mask = Mask.random(0.02, 9, 31, 23);
        for (int radius : new int[] {0, 1, 3, 40}) {
            Mask grown = mask.grown(radius);
            for (int y = 0; y < 23; y++) {
                for (int x = 0; x < 31; x++) {
                    assertThat(grown.lost(x, y)).isEqualTo(near(mask, x, y, radius));
                }
            }
        }
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        try (var scope = new TensorScope()) {
            var inpainting = new Inpainting(Mask.box(0, 0, 2, 2, 8, 6));
            assertThatThrownBy(() -> inpainting.forward(torch.zeros(1, 3, 8, 6)))
                    .hasMessage("mask has 8×6 pixels, the image 6×8");
        }
    }

    @Test
    void aMaskBeforeMeansHasNoLawfulInverse() {
        var mask = new Inpainting(Mask.box(0, 0, 2, 2, 8, 6));
        assertThatThrownBy(() -> new Composition(mask, new AverageDownsample(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("put mask last");
    }

    private static boolean near(Mask mask, int x, int y, int radius) {
        for (int v = 0; v < mask.height(); v++) {
            for (int u = 0; u < mask.width(); u++) {
                if (mask.lost(u, v) && (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius) {
                    return true;
                }
            }
        }
        return false;
    }
}
