package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.Rational;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class FrameCheckTest {
    private static final int SIZE = 8;

    private static Frame frame(boolean shows) {
        short[] rgb = new short[3 * SIZE * SIZE];
        for (int i = 0; shows && i < rgb.length / 2; i++) {
            rgb[i] = (short) 40_000; // the upper half
        }
        return new Frame(7, 7, new Rational(1, 25), SIZE, SIZE, rgb);
    }

    private static void check(Frame source, short[] restored) {
        try (var scope = new TensorScope()) {
            FrameCheck.requireContent(source, Images.fromRgb16(source.rgb(), SIZE, SIZE), restored);
        }
    }

    @Test
    void oneColourIsRefusedWhereTheSourceShowsSomethingOnly() {
        short[] black = new short[3 * SIZE * SIZE];
        short[] green = new short[3 * SIZE * SIZE];
        for (int i = 1; i < green.length; i += 3) {
            green[i] = 100;
        }
        for (short[] flat : new short[][] {black, green}) {
            assertThatThrownBy(() -> check(frame(true), flat))
                    .isInstanceOfSatisfying(
                            UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.OUTPUT))
                    .hasMessageContaining("frame 7");
            assertThatCode(() -> check(frame(false), flat)).doesNotThrowAnyException();
        }
        short[] almost = Arrays.copyOf(black, black.length);
        almost[100] = 1;
        assertThatCode(() -> check(frame(true), almost)).doesNotThrowAnyException();
    }

    @Test
    void infinityAndNaNAreRefused() {
        try (var scope = new TensorScope()) {
            for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                Tensor x = torch.zeros(1, 3, 4, 4);
                x.data_ptr_float().put(20, wrong);
                assertThatThrownBy(() -> FrameCheck.requireFinite(frame(true), x))
                        .hasMessageContaining("frame 7");
            }
            FrameCheck.requireFinite(frame(true), torch.zeros(1, 3, 4, 4));
        }
    }
}
