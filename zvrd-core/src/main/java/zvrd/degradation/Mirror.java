package zvrd.degradation;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where a position outside an image is found inside it. */
final class Mirror {
    private Mirror() {}

    /** Half-sample mirroring (dcba|abcd|dcba), with period 2n. */
    static int half(int position, int n) {
        int p = Math.floorMod(position, 2 * n);
        return p < n ? p : 2 * n - 1 - p;
    }

    /** {@code indices} on the device of {@code x}. */
    static Tensor indexTensor(Tensor x, long[] indices) {
        return Tensor.create(indices).to(x.device(), ScalarType.Long);
    }
}
