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

    /** Whole-sample mirroring (dcb|abcd|cba), with period 2n - 2. */
    static int whole(int position, int n) {
        if (n == 1) {
            return 0;
        }
        int p = Math.floorMod(position, 2 * n - 2);
        return p < n ? p : 2 * n - 2 - p;
    }

    /** The half-sample mirrored indices of the positions from {@code from} up to {@code to}, on the device of {@code x}. */
    static Tensor indices(Tensor x, int from, int to, int n) {
        long[] indices = new long[to - from];
        for (int p = from; p < to; p++) {
            indices[p - from] = half(p, n);
        }
        return indexTensor(x, indices);
    }

    static Tensor indexTensor(Tensor x, long[] indices) {
        return Tensor.create(indices).to(x.device(), ScalarType.Long);
    }
}
