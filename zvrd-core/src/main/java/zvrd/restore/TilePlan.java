package zvrd.restore;

import java.util.ArrayList;
import java.util.List;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * How a frame is cut into the pieces the network sees. Part of the job, never of the memory at hand: the plan decides
 * pixels, and the same plan gives the same pixels on every machine.
 *
 * @param height of the frame in pixels
 * @param width of the frame in pixels
 * @param tile side of a tile in pixels, a multiple of {@code stride}
 * @param overlap pixels that neighbouring tiles share at least
 * @param stride total stride of the network; what it sees has sides that are multiples of it
 */
public record TilePlan(int height, int width, int tile, int overlap, int stride) {
    /** Checks that the tiles can cover the frame. */
    public TilePlan {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("frame of " + width + "x" + height + " pixels");
        }
        if (tile < stride || tile % stride != 0) {
            throw new UserError(
                    ExitCode.USAGE,
                    "--tile expects a multiple of " + stride + " (the network's stride), got " + tile,
                    "say --tile " + Math.max(stride, (tile + stride / 2) / stride * stride));
        }
        if (overlap < 0 || overlap > tile / 2) {
            throw new UserError(
                    ExitCode.USAGE,
                    "--tile-overlap expects 0 to half a tile (" + tile / 2 + "), got " + overlap,
                    "say --tile-overlap " + tile / 4);
        }
    }

    /** The tiles, row by row. */
    List<Tile> tiles() {
        var tiles = new ArrayList<Tile>();
        for (TileSpan row : TileSpan.cover(height, tile, overlap)) {
            for (TileSpan column : TileSpan.cover(width, tile, overlap)) {
                tiles.add(new Tile(row, column, roundUp(row.length()), roundUp(column.length())));
            }
        }
        return tiles;
    }

    /** The same for a frame that the first tile covers. */
    TilePlan first() {
        return new TilePlan(Math.min(height, tile), Math.min(width, tile), tile, overlap, stride);
    }

    /** How many tiles there are. */
    public int count() {
        return TileSpan.cover(height, tile, overlap).size()
                * TileSpan.cover(width, tile, overlap).size();
    }

    private int roundUp(int side) {
        return (side + stride - 1) / stride * stride;
    }
}
