package zvrd.journal;

import java.io.IOException;

/**
 * What a restored frame leaves unexplained of its measurement before it is rounded, clipped and written: A x̂ - y, in 8-bit
 * levels.
 *
 * @param max the largest |A x̂ - y|
 * @param rms its root mean square
 * @param tiles the root mean square in each tile of {@link #TILE} pixels of the restored frame
 */
public record Unexplained(double max, double rms, TileMap tiles) {
    /** Side of a tile in pixels of the restored frame. */
    public static final int TILE = 64;

    /** Reads what {@link #write} wrote. */
    public static Unexplained read(SealedInput in) throws IOException {
        return new Unexplained(in.real(), in.real(), TileMap.read(in));
    }

    /** Writes all of it. */
    public void write(SealedOutput out) throws IOException {
        out.real(max);
        out.real(rms);
        tiles.write(out);
    }

    /** Numbers that {@link #write} writes of a frame of {@code width} × {@code height} pixels. */
    static long numbers(int width, int height) {
        return 4 + (width + TILE - 1) / TILE * (long) ((height + TILE - 1) / TILE);
    }
}
