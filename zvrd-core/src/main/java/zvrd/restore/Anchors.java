package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Frames at a window's beginning that an earlier window restored; held on the Java heap.
 *
 * @param clean their pixels [count, 3, H, W] on [-1, 1], margins included
 * @param count how many
 */
record Anchors(float[] clean, int count) {
    /** A window that begins a shot. */
    static final Anchors NONE = new Anchors(new float[0], 0);

    /** The last {@code count} frames of {@code restored} [N, 3, H, W]. */
    static Anchors last(Tensor restored, int count) {
        if (count == 0) {
            return NONE;
        }
        try (var scope = new TensorScope()) {
            return new Anchors(Tensors.toFloats(restored.narrow(0, restored.size(0) - count, count)), count);
        }
    }

    /** {@code x} [N, 3, H, W] with the anchors in place of its first frames; {@code x} itself where there are none. */
    Tensor over(Tensor x) {
        if (count == 0) {
            return x;
        }
        return TensorScope.compute(() -> joined(Tensors.of(clean, count, x.size(1), x.size(2), x.size(3)), x));
    }

    /** {@code x} with its first frames from {@code first}, which has at least as many. */
    Tensor over(Tensor first, Tensor x) {
        return TensorScope.compute(() -> joined(first.narrow(0, 0, count), x));
    }

    private Tensor joined(Tensor first, Tensor x) {
        return torch.cat(new TensorVector(first, x.narrow(0, count, x.size(0) - count)), 0);
    }
}
