package zvrd.motion;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.Raft;
import zvrd.tensor.TensorScope;

/** Pixels that frames lack at each edge to have sides {@link Raft} can look at; they repeat the outermost ones. */
public record FramePadding(int left, int right, int top, int bottom) {
    /** For frames of this size: half on each side, the odd one to the right or below. */
    public static FramePadding of(long height, long width) {
        int across = missing(width);
        int down = missing(height);
        return new FramePadding(across / 2, across - across / 2, down / 2, down - down / 2);
    }

    private static int missing(long side) {
        long multiple = (side + Raft.GRID - 1) / Raft.GRID * Raft.GRID;
        return Math.toIntExact(Math.max(Raft.LEAST_SIDE, multiple) - side);
    }

    /** {@code frames} [N, C, H, W] with it. */
    public Tensor pad(Tensor frames) {
        return torch.replication_pad2d(frames, left, right, top, bottom);
    }

    /** {@code map} [N, C, H, W] without it. */
    public Tensor crop(Tensor map) {
        return TensorScope.compute(() -> map.narrow(2, top, map.size(2) - top - bottom)
                .narrow(3, left, map.size(3) - left - right)
                .contiguous());
    }
}
