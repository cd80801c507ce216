package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** Pixels by which a frame is larger than the picture it carries, on each side. */
public record Margins(int top, int left, int bottom, int right) {
    public Margins {
        if (top < 0 || left < 0 || bottom < 0 || right < 0) {
            throw new IllegalArgumentException(
                    "margins must not be negative, got %d, %d, %d, %d".formatted(top, left, bottom, right));
        }
    }

    /** The same on all four sides. */
    public static Margins around(int pixels) {
        return new Margins(pixels, pixels, pixels, pixels);
    }

    /** These margins in pixels of an image that is smaller by {@code scale}, of which they must be multiples. */
    public Margins dividedBy(int scale) {
        if (top % scale != 0 || left % scale != 0 || bottom % scale != 0 || right % scale != 0) {
            throw new IllegalArgumentException("%s are not multiples of %d".formatted(this, scale));
        }
        return new Margins(top / scale, left / scale, bottom / scale, right / scale);
    }

    /** The picture [N, C, H, W] continued by half-sample mirroring (dcba|abcd|dcba), however wide the margins. */
    public Tensor mirror(Tensor picture) {
        long[] s = Shapes.ofImage(picture);
        return TensorScope.compute(() -> {
            Tensor rows = Mirror.indices(picture, -top, (int) s[2] + bottom, (int) s[2]);
            Tensor columns = Mirror.indices(picture, -left, (int) s[3] + right, (int) s[3]);
            return picture.index_select(2, rows).index_select(3, columns);
        });
    }

    /** The picture inside the frame [N, C, top + H + bottom, left + W + right]. */
    public Tensor crop(Tensor frame) {
        long[] s = Shapes.ofImage(frame);
        return TensorScope.compute(() -> frame.narrow(2, top, s[2] - top - bottom)
                .narrow(3, left, s[3] - left - right)
                .contiguous());
    }
}
