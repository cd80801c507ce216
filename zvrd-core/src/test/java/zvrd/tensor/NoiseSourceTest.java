package zvrd.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class NoiseSourceTest {
    private final NoiseSource source = new NoiseSource(0x1234_5678_9ABC_DEF0L);

    @Test
    void isStandardNormal() {
        float[] z = source.values(NoiseStream.STEP, 3, 0, 3, 0, 0, 300, 333);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float v : z) {
            mean += v;
            square += v * v;
            fourth += v * v * v * v;
        }
        int n = z.length; // 300k draws: three standard errors are .0055 (mean), .0077 (variance), .054 (kurtosis)
        assertThat(mean / n).isCloseTo(0, within(0.006));
        assertThat(square / n).isCloseTo(1, within(0.008));
        assertThat(fourth / n).isCloseTo(3, within(0.06));
    }

    @Test
    void aTileHasTheFramesNumbers() {
        float[] frame = source.values(NoiseStream.START, 7, 2, 3, 0, 0, 20, 31);
        float[] tile = source.values(NoiseStream.START, 7, 2, 3, 5, 9, 6, 8);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 6; y++) {
                for (int x = 0; x < 8; x++) {
                    assertThat(tile[(c * 6 + y) * 8 + x]).isEqualTo(frame[(c * 20 + 5 + y) * 31 + 9 + x]);
                }
            }
        }
    }

    @Test
    void everyCoordinateMatters() {
        float[] base = source.values(NoiseStream.STEP, 1, 1, 2, 0, 0, 4, 4);
        assertThat(source.values(NoiseStream.START, 1, 1, 2, 0, 0, 4, 4)).isNotEqualTo(base);
        assertThat(source.values(NoiseStream.STEP, 2, 1, 2, 0, 0, 4, 4)).isNotEqualTo(base);
        assertThat(source.values(NoiseStream.STEP, 1, 2, 2, 0, 0, 4, 4)).isNotEqualTo(base);
        assertThat(source.values(NoiseStream.STEP, 1, 1, 2, 4, 0, 4, 4)).isNotEqualTo(base);
        assertThat(source.values(NoiseStream.STEP, 1, 1, 2, 0, 4, 4, 4)).isNotEqualTo(base);
        assertThat(new NoiseSource(1).values(NoiseStream.STEP, 1, 1, 2, 0, 0, 4, 4))
                .isNotEqualTo(base);
        assertThat(Arrays.copyOfRange(base, 16, 32)).isNotEqualTo(Arrays.copyOf(base, 16));
    }

    @Test
    void isFrozenForever() { // these numbers are part of every job's identity: a change breaks resuming
        float[] z = new NoiseSource(1).values(NoiseStream.STEP, 0, 0, 1, 0, 0, 1, 4);
        assertThat(z).containsExactly(-0.97376734f, 0.034923494f, -1.1093763f, -0.390575f);
    }

    @Test
    void isPhiloxOfThePaper() { // counter 0 under key 0 gives 6627e8d5 e169c58d bc57ac4c 9b00dbd8 (Random123's known
        // answers)
        double u = ((0x6627e8d5e169c58dL >>> 11) + 1) * 0x1p-53;
        double v = (0xbc57ac4c9b00dbd8L >>> 11) * 0x1p-53;
        double radius = Math.sqrt(-2 * Math.log(u));
        float[] z = new NoiseSource(0).values(NoiseStream.START, 0, 0, 1, 0, 0, 1, 2);
        assertThat(z[0]).isCloseTo((float) (radius * Math.cos(2 * Math.PI * v)), within(1e-6f));
        assertThat(z[1]).isCloseTo((float) (radius * Math.sin(2 * Math.PI * v)), within(1e-6f));
    }

    @Test
    void asTensorItIsOneFrame() {
        try (var scope = new TensorScope()) {
            Tensor z = source.normal(NoiseStream.STEP, 0, 0, 3, 4, 5);
            assertThat(Tensors.shape(z)).containsExactly(1, 3, 4, 5);
            assertThat(Tensors.toFloats(z)).isEqualTo(source.values(NoiseStream.STEP, 0, 0, 3, 0, 0, 4, 5));
        }
    }

    @Test
    void refusesWhatItsCounterCannotHold() {
        assertThatThrownBy(() -> source.values(NoiseStream.STEP, 1 << 24, 0, 1, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("draw");
    }
}
