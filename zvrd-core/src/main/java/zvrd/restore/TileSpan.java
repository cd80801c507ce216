package zvrd.restore;

import java.util.ArrayList;
import java.util.List;

/**
 * What one row or column of tiles covers of a side of the frame.
 *
 * @param start first pixel
 * @param length pixels covered
 * @param weights share of this span in each of its pixels, in [0, 1]; over all spans of a side they sum to 1 at each pixel
 */
record TileSpan(int start, int length, float[] weights) {
    /** Spans of {@code tile} pixels spread evenly over {@code side}, neighbours overlapping by at least {@code overlap}. */
    static List<TileSpan> cover(int side, int tile, int overlap) {
        if (side <= tile) {
            return normalised(List.of(new TileSpan(0, side, ones(side))), side);
        }
        int count = (side - overlap + tile - overlap - 1) / (tile - overlap);
        var spans = new ArrayList<TileSpan>();
        for (int k = 0; k < count; k++) {
            int start = (int) Math.round((double) k * (side - tile) / (count - 1));
            spans.add(new TileSpan(start, tile, ramps(tile, overlap, k > 0, k < count - 1)));
        }
        return normalised(spans, side);
    }

    private static float[] ones(int length) {
        return ramps(length, 0, false, false);
    }

    /** 1 inside; towards a neighbour it falls over {@code overlap} pixels as a raised cosine, never to 0. */
    private static float[] ramps(int length, int overlap, boolean before, boolean after) {
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            double w = 1;
            if (before && i < overlap) {
                w *= fall(overlap - i, overlap);
            }
            if (after && length - 1 - i < overlap) {
                w *= fall(overlap - (length - 1 - i), overlap);
            }
            weights[i] = (float) w;
        }
        return weights;
    }

    private static double fall(int depth, int overlap) {
        return 0.5 + 0.5 * StrictMath.cos(Math.PI * depth / (overlap + 1));
    }

    private static List<TileSpan> normalised(List<TileSpan> spans, int side) {
        double[] sums = new double[side];
        for (TileSpan span : spans) {
            for (int i = 0; i < span.length; i++) {
                sums[span.start + i] += span.weights[i];
            }
        }
        for (TileSpan span : spans) {
            for (int i = 0; i < span.length; i++) {
                span.weights[i] = (float) (span.weights[i] / sums[span.start + i]);
            }
        }
        return List.copyOf(spans);
    }
}
