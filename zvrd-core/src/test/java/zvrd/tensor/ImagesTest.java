package zvrd.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class ImagesTest {
    @Test
    void sixteenBitsSurviveTheRoundTrip() {
        short[] rgb = new short[3 * 7 * 5];
        var random = new Random(1);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (short) random.nextInt();
        }
        try (var scope = new TensorScope()) {
            Tensor image = Images.fromRgb16(rgb, 7, 5);
            assertThat(Tensors.shape(image)).containsExactly(1, 3, 5, 7);
            assertThat(Images.toRgb16(image, 16)).isEqualTo(rgb);
        }
    }

    @Test
    void eightBitsSnapToMultiplesOf257() {
        try (var scope = new TensorScope()) {
            Tensor image = Tensors.of(new float[] {-2f, -1f, 0.001f, 1f, 3f}, 1, 1, 1, 5);
            short[] rgb = Images.toRgb16(image, 8);
            assertThat(rgb).hasSize(15);
            assertThat(Stream.of(0, 3, 6, 9, 12).map(i -> Short.toUnsignedInt(rgb[i])))
                    .containsExactly(0, 0, 128 * 257, 65535, 65535);
        }
    }

    @Test
    void aNaNIsABugAndNotABlackPixel() {
        try (var scope = new TensorScope()) {
            Tensor image = Tensors.of(new float[] {Float.NaN}, 1, 1, 1, 1);
            assertThatThrownBy(() -> Images.toRgb16(image, 8)).hasMessageContaining("NaN");
        }
    }
}
