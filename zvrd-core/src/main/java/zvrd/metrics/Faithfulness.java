package zvrd.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.DegradationOperator;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * How a restored frame stands to what was measured of it: A x̂ - y tile by tile, in 8-bit levels, and how much of the frame no
 * measurement speaks of. Ours; the paper has no such measure.
 *
 * @param frame index in the clip
 * @param rms root of the mean of (A x̂ - y)² over what was measured
 * @param max the largest |A x̂ - y|
 * @param unmeasured share of the frame's degrees of freedom that A x says nothing of, 0 to 1: 1 - rank A / size x
 * @param invented share of the frame's variance that lies there, 0 to 1: |(1 - A⁺A)(x̂ - mean)|² / |x̂ - mean|²
 * @param tiles all of them, row by row
 */
public record Faithfulness(int frame, double rms, double max, double unmeasured, double invented, List<Tile> tiles) {
    /** Side of a tile in pixels of the restored frame. */
    public static final int TILE = 64;

    /** How far the mean of a tile may be off, and its root mean square, where nothing but rounding and clipping to 8 bits is between it and y. */
    public static final double ROUNDING = 0.5;

    /** Standard errors of a mean of noise that count as noise. */
    public static final double ERRORS = 5;

    /** How far noise may be larger than assumed: an estimate of it is off by so much, and a restorer smooths a little away. */
    public static final double SLACK = 1.2;

    /**
     * One tile.
     *
     * @param top of the tile in the restored frame
     * @param left of the tile in the restored frame
     * @param bias of its colours the largest |mean of A x̂ - y|, in 8-bit levels, without what clipping explains; under noise
     *     the way from y's mean to the nearest between that of A x̂ and that of what 8 bits would have recorded of A x̂ with it
     * @param rms root mean square of A x̂ - y without what clipping explains, of all values or of those that no black or white
     *     pixel comes into, whichever is larger
     * @param limit of the bias, above which the tile contradicts what was measured
     * @param rmsLimit the same of the rms
     */
    public record Tile(int top, int left, double bias, double rms, double limit, double rmsLimit) {
        /** Whether what was measured speaks against it. */
        public boolean contradicts() {
            return bias > limit || rms > rmsLimit;
        }

        /** How many times its limit the worse of both is. */
        public double excess() {
            return Math.max(bias / limit, rms / rmsLimit);
        }
    }

    public Faithfulness {
        tiles = List.copyOf(tiles);
    }

    /**
     * Of one frame.
     *
     * @param restored x̂ [1, 3, H, W] on [-1, 1]
     * @param y what was measured, as the operator gives it
     * @param operator A of this frame
     * @param sigma standard deviation of the measurement's noise in 8-bit levels, 0 for none
     */
    public static Faithfulness of(int frame, Tensor restored, Tensor y, DegradationOperator operator, double sigma) {
        try (var scope = new TensorScope()) {
            Residual residual = Residual.of(restored, y, operator);
            double rms = residual.rms();
            return new Faithfulness(
                    frame,
                    Double.isNaN(rms) ? 0 : rms, // where nothing was measured nothing is wrong
                    residual.levels().abs().max().item_double(),
                    unmeasured(operator, Tensors.shape(restored)),
                    invented(operator, restored),
                    tiles(residual, Unclipped.of(residual, restored, operator), operator.scale(), sigma));
        }
    }

    /** The tiles that what was measured speaks against, the worst first. */
    public List<Tile> contradictions() {
        return tiles.stream()
                .filter(Tile::contradicts)
                .sorted(Comparator.comparingDouble(Tile::excess).reversed())
                .toList();
    }

    /** zᵀ(1 - A⁺A)z / zᵀz of one random z, which for a projection tells its rank (Hutchinson 1990). */
    private static double unmeasured(DegradationOperator operator, long[] shape) {
        try (var scope = new TensorScope()) {
            Tensor z = new NoiseSource(0).normal(NoiseStream.START, 0, 0, shape[1], shape[2], shape[3]);
            return share(operator.nullSpace(z), z);
        }
    }

    private static double invented(DegradationOperator operator, Tensor x) {
        try (var scope = new TensorScope()) {
            return share(operator.nullSpace(x.sub(x.mean())), x.sub(x.mean()));
        }
    }

    private static double share(Tensor part, Tensor whole) {
        double all = whole.square().sum().item_double();
        return all == 0 ? 0 : Math.min(1, part.square().sum().item_double() / all);
    }

    private static List<Tile> tiles(Residual residual, Unclipped unclipped, int scale, double sigma) {
        Tensor exact = sigma == 0 ? unclipped.levels() : residual.levels(); // noise would leave but one side of itself
        Tensor clipped = sigma == 0 ? unclipped.levels() : residual.clippedLevels(sigma);
        long side = Math.max(1, TILE / scale);
        var tiles = new ArrayList<Tile>();
        for (long top = 0; top < exact.size(2); top += side) {
            for (long left = 0; left < exact.size(3); left += side) {
                long y = top;
                long x = left;
                try (var scope = new TensorScope()) {
                    UnaryOperator<Tensor> part = whole -> whole.narrow(2, y, Math.min(side, whole.size(2) - y))
                            .narrow(3, x, Math.min(side, whole.size(3) - x));
                    var values = new Values(
                            part.apply(exact),
                            part.apply(clipped),
                            part.apply(residual.known()),
                            part.apply(unclipped.levels()),
                            part.apply(unclipped.free()));
                    tiles.add(values.tile((int) top * scale, (int) left * scale, sigma));
                }
            }
        }
        return tiles;
    }

    /** A tile's values of {@link Residual}. */
    private record Values(Tensor exact, Tensor clipped, Tensor known, Tensor unclipped, Tensor free) {
        Tile tile(int top, int left, double sigma) {
            double bias = 0;
            double most = 0;
            for (long channel = 0; channel < known.size(1); channel++) {
                double count = sum(known, channel);
                if (count > 0) {
                    bias = Math.max(bias, fromZero(sum(exact, channel) / count, sum(clipped, channel) / count));
                    most = Math.max(most, 1 / Math.sqrt(count));
                }
            }
            double values = Math.max(1, free.sum().item_double());
            Tensor squares = unclipped.square();
            double rms = Math.sqrt(Math.max( // what is free of clipping must not drown in what clipping explains
                    squares.mul(free).sum().item_double() / values,
                    squares.sum().item_double() / Math.max(1, known.sum().item_double())));
            double noise = sigma * (SLACK + ERRORS / Math.sqrt(2 * values));
            return new Tile(top, left, bias, rms, ROUNDING + ERRORS * sigma * most, ROUNDING + noise);
        }

        private static double sum(Tensor values, long channel) {
            return values.narrow(1, channel, 1).sum().item_double();
        }

        /** How far 0 is from what lies between {@code a} and {@code b}. */
        private static double fromZero(double a, double b) {
            return a * b <= 0 ? 0 : Math.min(Math.abs(a), Math.abs(b));
        }
    }
}
