package zvrd.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A number for each tile of a frame, row by row; in JSON a list of rows. */
public final class TileMap {
    private static final int MOST_COLUMNS = 1 << 16;

    private final int columns;
    private final float[] values;

    /**
     * Of {@code values} row by row.
     *
     * @param columns tiles beside each other, at least 1
     */
    public TileMap(int columns, float[] values) {
        if (columns < 1 || values.length == 0 || values.length % columns != 0) {
            throw new IllegalArgumentException(values.length + " tiles in rows of " + columns);
        }
        this.columns = columns;
        this.values = values.clone();
    }

    @JsonCreator
    static TileMap ofRows(List<float[]> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).length;
        var values = new float[rows.size() * columns];
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).length != columns) {
                throw new IllegalArgumentException("rows of tiles of different lengths");
            }
            System.arraycopy(rows.get(row), 0, values, row * columns, columns);
        }
        return new TileMap(columns, values);
    }

    @JsonValue
    List<float[]> asRows() {
        return IntStream.range(0, rows())
                .mapToObj(row -> Arrays.copyOfRange(values, row * columns, (row + 1) * columns))
                .toList();
    }

    static TileMap read(SealedInput in) throws IOException {
        int columns = in.count();
        int rows = in.count();
        if (columns < 1 || columns > MOST_COLUMNS || rows < 1 || rows > MOST_COLUMNS) {
            throw new IOException("no frame has " + rows + " rows of " + columns + " tiles");
        }
        var values = new float[Math.multiplyExact(rows, columns)];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) in.real();
        }
        return new TileMap(columns, values);
    }

    void write(SealedOutput out) throws IOException {
        out.number(columns);
        out.number(rows());
        for (float value : values) {
            out.real(value);
        }
    }

    /** Tiles above each other. */
    public int rows() {
        return values.length / columns;
    }

    /** Tiles beside each other. */
    public int columns() {
        return columns;
    }

    /** The number of one tile. */
    public double at(int row, int column) {
        if (column < 0 || column >= columns) {
            throw new IndexOutOfBoundsException("column " + column + " of " + columns);
        }
        return values[row * columns + column];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TileMap map && map.columns == columns && Arrays.equals(map.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * columns + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values) + " in rows of " + columns;
    }
}
