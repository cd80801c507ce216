package zvrd.restore;

/**
 * One piece of a frame.
 *
 * @param rows the rows it covers
 * @param columns the columns it covers
 * @param height rows the network sees: those covered, and a mirrored rest up to its stride
 * @param width columns the network sees
 */
record Tile(TileSpan rows, TileSpan columns, int height, int width) {
    /** Cuts this tile from {@code frame} [channels, frameHeight, frameWidth], mirrored where it ends. */
    float[] cut(float[] frame, int channels, int frameHeight, int frameWidth) {
        float[] tile = new float[channels * height * width];
        int next = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * frameHeight + mirrored(rows.start() + y, frameHeight)) * frameWidth;
                for (int x = 0; x < width; x++) {
                    tile[next++] = frame[row + mirrored(columns.start() + x, frameWidth)];
                }
            }
        }
        return tile;
    }

    /** Adds this tile's share, by its weights, to {@code frame} [channels, frameHeight, frameWidth]. */
    void blend(float[] tile, float[] frame, int channels, int frameHeight, int frameWidth) {
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < rows.length(); y++) {
                float rowWeight = rows.weights()[y];
                int from = (c * height + y) * width;
                int to = (c * frameHeight + rows.start() + y) * frameWidth + columns.start();
                for (int x = 0; x < columns.length(); x++) {
                    frame[to + x] += rowWeight * columns.weights()[x] * tile[from + x];
                }
            }
        }
    }

    /** The adjoint of {@link #blend}: what of {@code frame} [channels, frameHeight, frameWidth] was this tile's share. */
    float[] share(float[] frame, int channels, int frameHeight, int frameWidth) {
        float[] tile = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < rows.length(); y++) {
                float rowWeight = rows.weights()[y];
                int to = (c * height + y) * width;
                int from = (c * frameHeight + rows.start() + y) * frameWidth + columns.start();
                for (int x = 0; x < columns.length(); x++) {
                    tile[to + x] = rowWeight * columns.weights()[x] * frame[from + x];
                }
            }
        }
        return tile;
    }

    /** The adjoint of {@link #cut}: adds {@code tile} to where in {@code frame} its pixels were taken from. */
    void putBack(float[] tile, float[] frame, int channels, int frameHeight, int frameWidth) {
        int next = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * frameHeight + mirrored(rows.start() + y, frameHeight)) * frameWidth;
                for (int x = 0; x < width; x++) {
                    frame[row + mirrored(columns.start() + x, frameWidth)] += tile[next++];
                }
            }
        }
    }

    /** The pixel that stands at {@code i} when a side of {@code length} pixels is mirrored without repeating its edge. */
    private static int mirrored(int i, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int folded = i % period;
        return folded < length ? folded : period - folded;
    }
}
