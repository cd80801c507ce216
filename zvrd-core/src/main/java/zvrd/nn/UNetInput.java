package zvrd.nn;

import java.util.Arrays;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a U-Net.
 *
 * @param x noisy images [N, 3, H, W], float32
 * @param timesteps one for all images or one for each, on the scale of the training
 * @param labels a class for each image, for class-conditional networks only
 * @param lowResolution the small images [N, 3, h, w] in [-1, 1], for super-resolution networks only
 */
public record UNetInput(
        Tensor x,
        double[] timesteps,
        long @Nullable [] labels,
        @Nullable Tensor lowResolution) {
    /** For the networks that see nothing but the noisy images. */
    public static UNetInput of(Tensor x, double[] timesteps) {
        return new UNetInput(x, timesteps, null, null);
    }

    /** Throws {@link IllegalArgumentException} where this is not what {@code config}'s network expects. */
    void requireFit(UNetConfig config) {
        long images = x.dim() == 4 ? x.size(0) : 0;
        if (images == 0 || x.size(1) != 3 || x.size(2) % config.stride() != 0 || x.size(3) % config.stride() != 0) {
            throw new IllegalArgumentException("images: expected [N, 3, H, W] with sides that are multiples of "
                    + config.stride() + ", got " + Arrays.toString(x.shape()));
        }
        if (timesteps.length != 1 && timesteps.length != images) {
            throw new IllegalArgumentException(
                    "timesteps: expected 1 or " + images + " of them, got " + timesteps.length);
        }
        if (config.classConditional() != (labels != null) || (labels != null && labels.length != images)) {
            throw new IllegalArgumentException("labels: expected "
                    + (config.classConditional() ? "one for each of " + images + " images" : "none") + ", got "
                    + Arrays.toString(labels));
        }
        if (config.superResolution() != (lowResolution != null)) {
            throw new IllegalArgumentException("low-resolution images: expected "
                    + (config.superResolution() ? "some" : "none") + " for this network");
        }
    }

    /** The images, and the small ones beside them along the channels, enlarged bilinearly. */
    Tensor image() {
        if (lowResolution == null) {
            return x;
        }
        Tensor enlarged = torch.upsample_bilinear2d(
                lowResolution, new long[] {x.size(2), x.size(3)}, false, new DoubleOptional(), new DoubleOptional());
        return torch.cat(new TensorVector(x, enlarged), 1);
    }

    /** As few timesteps as rows of the embedding are needed: one where all images are at the same. */
    double[] embeddingTimesteps() {
        boolean same = labels == null && Arrays.stream(timesteps).allMatch(t -> t == timesteps[0]);
        if (same) {
            return new double[] {timesteps[0]};
        }
        double[] rows = new double[Math.toIntExact(x.size(0))];
        Arrays.setAll(rows, n -> timesteps[timesteps.length == 1 ? 0 : n]);
        return rows;
    }
}
