package zvrd.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.DegradationOperator;
import zvrd.journal.Unexplained;
import zvrd.tensor.TensorScope;

/** What restored frames leave unexplained, looked at in tiles as {@code zvrd certify} does. */
final class UnexplainedTiles {
    private static final int TILE = 64; // pixels of the restored frame
    private static final double FINEST = 1000; // parts of a level that are told

    private UnexplainedTiles() {}

    /**
     * Of each frame of {@code surprise}, A x̂ - y [N, C, h, w] with the margins that {@code operator} has x̂ restored in, which
     * are left out.
     */
    static List<Unexplained> of(Tensor surprise, DegradationOperator operator) {
        int scale = operator.scale();
        long border = operator.margin() / scale;
        var frames = new ArrayList<Unexplained>();
        try (var scope = new TensorScope()) {
            Tensor levels = surprise.narrow(2, border, surprise.size(2) - 2 * border)
                    .narrow(3, border, surprise.size(3) - 2 * border)
                    .mul(new Scalar(VideoRestorer.LEVELS));
            for (long n = 0; n < levels.size(0); n++) {
                frames.add(ofFrame(levels.narrow(0, n, 1), scale));
            }
        }
        return frames;
    }

    private static Unexplained ofFrame(Tensor levels, int scale) {
        try (var scope = new TensorScope()) {
            Tensor squares = levels.square();
            long side = Math.max(1, TILE / scale);
            var tiles = new ArrayList<Unexplained.Tile>();
            for (long top = 0; top < squares.size(2); top += side) {
                for (long left = 0; left < squares.size(3); left += side) {
                    double rms = rounded(Math.sqrt(mean(squares, top, left, side)));
                    tiles.add(new Unexplained.Tile((int) top * scale, (int) left * scale, rms));
                }
            }
            tiles.sort(Comparator.comparingDouble(Unexplained.Tile::rms).reversed());
            return new Unexplained(
                    rounded(levels.abs().max().item_double()),
                    rounded(Math.sqrt(squares.mean().item_double())),
                    tiles.subList(0, Math.min(Unexplained.MOST_TILES, tiles.size())));
        }
    }

    private static double rounded(double levels) {
        return Math.rint(levels * FINEST) / FINEST;
    }

    private static double mean(Tensor squares, long top, long left, long side) {
        try (var scope = new TensorScope()) {
            return squares.narrow(2, top, Math.min(side, squares.size(2) - top))
                    .narrow(3, left, Math.min(side, squares.size(3) - left))
                    .mean()
                    .item_double();
        }
    }
}
