package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.motion.Motion;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Where the positions of two neighbouring maps find each other: flat positions in row-major order, or {@link #NONE}.
 *
 * @param backward for every position of the later map, in the earlier one
 * @param forward for every position of the earlier map, in the later one
 */
public record PairLinks(int[] backward, int[] forward) {
    /** No position corresponds. */
    public static final int NONE = -1;

    private static final double LEAST_LENGTH = 1e-12; // a feature of zeros is like none, and must not become NaN

    public PairLinks {
        if (backward.length != forward.length) {
            throw new IllegalArgumentException(
                    "maps of " + backward.length + " and " + forward.length + " positions are not of one size");
        }
    }

    /**
     * Every position to the one most alike in the other map by the cosine of their features; of several the first.
     *
     * @param earlier features [1, C, h, w] of any floating type
     * @param later of the same shape
     */
    public static PairLinks similar(Tensor earlier, Tensor later) {
        try (var scope = new TensorScope()) {
            Tensor cosines = torch.mm(directions(later), directions(earlier).t()); // [T of later, T of earlier]
            return new PairLinks(best(cosines, 1), best(cosines, 0));
        }
    }

    /**
     * Every position to where its flow carries it, rounded half upwards; none where it is not visible there or carried out
     * of the map.
     *
     * @param motion on the map's grid, in positions
     * @return one for each pair of neighbours
     */
    public static List<PairLinks> along(Motion motion) {
        var pairs = new ArrayList<PairLinks>();
        for (int pair = 0; pair < motion.seenBefore().size(0); pair++) {
            pairs.add(new PairLinks(
                    carried(motion.flow().backward(), motion.seenBefore(), pair),
                    carried(motion.flow().forward(), motion.seenAfter(), pair)));
        }
        return pairs;
    }

    private static int[] carried(Tensor flow, Tensor visible, int pair) {
        int height = (int) flow.size(2);
        int width = (int) flow.size(3);
        float[] moves = floats(flow, pair);
        float[] seen = floats(visible, pair);
        int[] links = new int[height * width];
        for (int p = 0; p < links.length; p++) {
            long x = Math.round(p % width + (double) moves[p]); // floor(p + f + ½)
            long y = Math.round(p / width + (double) moves[links.length + p]);
            boolean inside = x >= 0 && x < width && y >= 0 && y < height;
            links[p] = inside && seen[p] != 0 ? (int) (y * width + x) : NONE;
        }
        return links;
    }

    private static float[] floats(Tensor pairs, int pair) {
        try (var scope = new TensorScope()) {
            return Tensors.toFloats(pairs.narrow(0, pair, 1));
        }
    }

    /** [1, C, h, w] to unit vectors [T, C]. */
    private static Tensor directions(Tensor features) {
        Tensor rows = features.to(ScalarType.Float).flatten(2, 3).squeeze(0).t(); // [T, C]
        Tensor lengths = rows.norm(new ScalarOptional(new Scalar(2.0)), new long[] {1}, true);
        return rows.div(lengths.clamp_min(new Scalar(LEAST_LENGTH)));
    }

    private static int[] best(Tensor scores, int dimension) {
        return Positions.toInts(scores.argmax(new LongOptional(dimension), false));
    }
}
