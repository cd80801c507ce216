package zvrd.journal;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a restored frame leaves unexplained of its measurement before it is rounded, clipped and written: A x̂ - y, in 8-bit
 * levels.
 *
 * @param max the largest |A x̂ - y|
 * @param rms its root mean square
 * @param worst its tiles, those with the largest root mean square first; all of them, or {@link #MOST_TILES}
 */
public record Unexplained(double max, double rms, List<Tile> worst) {
    /** Tiles that are kept of a frame at most: those of a large one would outgrow all else that is told of it. */
    public static final int MOST_TILES = 16;

    static final int MOST_NUMBERS = 3 + 3 * MOST_TILES;

    /**
     * A tile, in JSON an array of its numbers.
     *
     * @param top row of its first pixel in the restored frame
     * @param left column of that pixel
     * @param rms root mean square of A x̂ - y in it
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Tile(int top, int left, double rms) {}

    public Unexplained {
        worst = List.copyOf(worst);
        if (worst.size() > MOST_TILES) {
            throw new IllegalArgumentException(worst.size() + " tiles, " + MOST_TILES + " at most");
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Unexplained read(SealedInput in) throws IOException {
        double max = in.real();
        double rms = in.real();
        int tiles = in.count();
        if (tiles > MOST_TILES) {
            throw new IOException(tiles + " tiles, " + MOST_TILES + " at most");
        }
        var worst = new ArrayList<Tile>();
        for (int n = 0; n < tiles; n++) {
            worst.add(new Tile(in.count(), in.count(), in.real()));
        }
        return new Unexplained(max, rms, worst);
    }

    /** Writes all of it. */
    public void write(SealedOutput out) throws IOException {
        out.real(max);
        out.real(rms);
        out.number(worst.size());
        for (Tile tile : worst) {
            out.number(tile.top());
            out.number(tile.left());
            out.real(tile.rms());
        }
    }
}
