package zvrd.restore;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.temporal.TileMotion;
import zvrd.temporal.Trajectories;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** How the whole frames of a window move, and the clean images that was seen in; to be cut into tiles. */
record WindowMotion(Maps backward, Maps forward, Maps seenBefore, Maps seenAfter, Maps before, int patch) {
    /** Of several frames, [count, channels, height, width]. */
    private record Maps(float[] values, int count, int channels, int height, int width) {
        static Maps of(Tensor x) {
            return new Maps(Tensors.toFloats(x), (int) x.size(0), (int) x.size(1), (int) x.size(2), (int) x.size(3));
        }

        Tensor in(Tile tile) {
            return Tensors.of(
                    tile.cut(values, count * channels, height, width), count, channels, tile.height(), tile.width());
        }
    }

    /** {@code motion} as it was seen in {@code before} [N, 3, H, W]; {@code patch} pixels make a position of the map. */
    static WindowMotion of(Motion motion, Tensor before, int patch) {
        return new WindowMotion(
                Maps.of(motion.flow().backward()),
                Maps.of(motion.flow().forward()),
                Maps.of(motion.seenBefore()),
                Maps.of(motion.seenAfter()),
                Maps.of(before),
                patch);
    }

    /** The part in {@code tile}; nothing is seen where that is only a mirror of the frame. */
    TileMotion in(Tile tile, @Nullable List<Trajectories> best) {
        try (var scope = new TensorScope()) {
            var flow = new FlowPairs(backward.in(tile), forward.in(tile));
            var motion = new Motion(flow, covered(seenBefore.in(tile), tile), covered(seenAfter.in(tile), tile));
            return TileMotion.of(motion, before.in(tile), patch, best);
        }
    }

    private static Tensor covered(Tensor seen, Tile tile) {
        int rows = tile.rows().length();
        int columns = tile.columns().length();
        seen.narrow(2, rows, tile.height() - rows).zero_();
        seen.narrow(3, columns, tile.width() - columns).zero_();
        return seen;
    }
}
