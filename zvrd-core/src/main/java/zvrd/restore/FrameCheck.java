package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.FrameLook;
import zvrd.tensor.Images;
import zvrd.tensor.TensorScope;

/** What no restored frame may be: numbers that are none, or a picture of nothing where its source shows something. */
final class FrameCheck {
    private static final int SHOWS =
            16; // levels between the cells of a coarse grid: more than noise on black leaves there

    private FrameCheck() {}

    /** Refuses {@code x}, restored from {@code source}, if it holds NaN or an infinite value. */
    static void requireFinite(Frame source, Tensor x) {
        boolean finite;
        try (var scope = new TensorScope()) {
            finite = x.isfinite().all().item_bool();
        }
        if (!finite) {
            throw refusal(source, "numbers between -1 and 1 expected, found NaN or infinity");
        }
    }

    /**
     * Refuses {@code rgb}, restored from {@code source}, if all of it is of one colour though the measurement shows something.
     *
     * @param y what was measured of it, [1, C, h, w]; what a mask hides is not
     */
    static void requireContent(Frame source, Tensor y, short[] rgb) {
        if (isOneColour(rgb) && contrast(y) > SHOWS) {
            throw refusal(source, "a picture expected, found the same colour everywhere");
        }
    }

    private static int contrast(Tensor y) {
        return new FrameLook(Images.toRgb16(y, 16), (int) y.size(3), (int) y.size(2)).contrast();
    }

    private static boolean isOneColour(short[] rgb) {
        for (int i = 3; i < rgb.length; i++) {
            if (rgb[i] != rgb[i - 3]) {
                return false;
            }
        }
        return true;
    }

    private static UserError refusal(Frame source, String found) {
        return new UserError(
                ExitCode.OUTPUT,
                "frame " + source.index() + " (at " + source.seconds() + " s): " + found,
                "check --model, and try --precision float32 or another --backbone");
    }
}
