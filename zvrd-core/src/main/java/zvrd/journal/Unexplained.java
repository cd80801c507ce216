package zvrd.journal;

import java.io.IOException;

/**
 * What a restored frame leaves unexplained of its measurement before it is rounded, clipped and written: A x̂ - y, in 8-bit
 * levels.
 *
 * @param max the largest |A x̂ - y|
 * @param rms its root mean square
 * @param top row, in the restored frame, of the tile where the root mean square is largest
 * @param left column of that tile
 * @param worst the root mean square there
 */
public record Unexplained(double max, double rms, int top, int left, double worst) {
    static final int NUMBERS = 5;

    /** Reads what {@link #write} wrote. */
    public static Unexplained read(SealedInput in) throws IOException {
        return new Unexplained(in.real(), in.real(), in.count(), in.count(), in.real());
    }

    /** Writes all of it. */
    public void write(SealedOutput out) throws IOException {
        out.real(max);
        out.real(rms);
        out.number(top);
        out.number(left);
        out.real(worst);
    }
}
