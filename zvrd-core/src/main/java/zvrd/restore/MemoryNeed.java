package zvrd.restore;

import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.nn.UNetConfig;
import zvrd.tensor.Precision;

/**
 * What a restoration holds in memory. The constants were read off runs of the built-in prior (README).
 *
 * @param base bytes of the program, its libraries and the network's parameters
 * @param worker bytes of one evaluation under way
 * @param parked bytes of one that waits for others while its skips are on disk
 * @param lane bytes of one frame under way
 */
public record MemoryNeed(long base, long worker, long parked, long lane) {
    private static final long PROGRAM = 480L << 20; // the JVM, libtorch and FFmpeg before any frame
    private static final long HEAP_BYTES_PER_PIXEL = 66; // x_s, x̂0, their copy, ε and v in float32, the frame as read
    private static final long LANE_BYTES_PER_PIXEL = 400; // about 33 float images: x_s, x̂0, ε, tiles and their sums

    /** Of frames of {@code height} × {@code width} pixels, restored by {@code prior} in tiles of side {@code tile}. */
    public static MemoryNeed of(Prior prior, int height, int width, int tile) {
        return new MemoryNeed(
                PROGRAM + prior.parameterBytes(),
                evaluation(prior.config(), prior.precision(), tile),
                parked(prior.config(), prior.precision(), tile),
                LANE_BYTES_PER_PIXEL * height * width);
    }

    /**
     * Throws where {@code frames} as large as those that {@code tiles} cover, with what else they keep, do not fit into the
     * Java heap.
     *
     * @throws UserError exit 5
     */
    static void requireHeap(int frames, TilePlan tiles, Kept kept) {
        long need = frames * (HEAP_BYTES_PER_PIXEL * tiles.height() * tiles.width() + kept.heap());
        long most = Runtime.getRuntime().maxMemory() / 4 * 3;
        if (need > most) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    "frames of %dx%d pixels, %d at a time, expect %d MiB of Java heap, got %d MiB"
                            .formatted(tiles.width(), tiles.height(), frames, mebibytes(need), mebibytes(most)),
                    "set ZVRD_HEAP=" + (1 + (need / 3 * 4 >> 30)) + "g, or say a smaller --window or fewer --threads");
        }
    }

    /**
     * The same where each of {@code workers} evaluations at a time is also gone back through, {@code frames} together, by a
     * network that is read once more for it.
     */
    MemoryNeed goingBack(Prior prior, int tile, int workers, int frames) {
        long more = Math.max(0, frames * back(prior.config(), prior.precision(), tile) - worker);
        return new MemoryNeed(base + prior.parameterBytes() + workers * more, worker, parked, lane);
    }

    /** The same where each frame keeps {@code kept} besides. */
    MemoryNeed keeping(Kept kept) {
        return new MemoryNeed(base, worker, parked, lane + kept.heap() + kept.outside());
    }

    /** Bytes held with {@code workers} evaluations and {@code lanes} frames under way. */
    public long total(int workers, int lanes) {
        return base + workers * worker + lanes * lane;
    }

    /** Bytes held where {@code waiting} more evaluations wait with their skips on disk. */
    public long spilled(int workers, int waiting, int lanes) {
        return total(workers, lanes) + waiting * parked;
    }

    /**
     * As many lanes of {@code wanted} as fit into {@code budget} bytes; 0 is no limit.
     *
     * @throws UserError exit 5 where not even one fits
     */
    int lanes(int wanted, int workers, long budget) {
        requireRoom(workers, 1, budget);
        return budget == 0 ? wanted : (int) Math.min(wanted, (budget - base - workers * worker) / lane);
    }

    /**
     * Throws where {@code evaluations} and {@code frames} under way at once do not fit into {@code budget} bytes; 0 is no limit.
     *
     * @throws UserError exit 5
     */
    void requireRoom(int evaluations, int frames, long budget) {
        require(total(evaluations, frames), evaluations, frames, budget);
    }

    /**
     * Whether the skips of {@code alive} evaluations, {@code workers} of which compute at a time, have to wait on disk for
     * them and {@code frames} frames to fit into {@code budget} bytes; 0 is no limit.
     *
     * @throws UserError exit 5 where they do not fit even so
     */
    boolean mustSpill(int workers, int alive, int frames, long budget) {
        if (budget == 0 || total(alive, frames) <= budget) {
            return false;
        }
        require(spilled(workers, alive - workers, frames), workers, frames, budget);
        return true;
    }

    private static void require(long least, int evaluations, int frames, long budget) {
        if (budget != 0 && budget < least) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    "--max-memory expects at least %d MiB for %d frames of this size and %d evaluations at once, got %d MiB"
                            .formatted(mebibytes(least), frames, evaluations, budget >> 20),
                    "give more memory, fewer --threads, or a smaller --window or --tile");
        }
    }

    /** Skips of the encoder, and the widest maps of the decoder at full resolution. */
    private static long evaluation(UNetConfig config, Precision precision, int tile) {
        long bytes = precision == Precision.BFLOAT16 ? 2 : 4;
        long widest = 8L * config.channels(0) * tile * tile;
        return (features(config, tile) + widest) * bytes;
    }

    /** What entered every block with the gradients of the skips, and the graph of the decoder's last block. */
    private static long back(UNetConfig config, Precision precision, int tile) {
        long bytes = precision == Precision.BFLOAT16 ? 2 : 4;
        long graph = 25L * config.channels(0) * tile * tile;
        return (3 * features(config, tile) + graph) * bytes;
    }

    /** Values of the encoder's outputs. */
    private static long features(UNetConfig config, int tile) {
        long features = 0;
        for (int level = 0; level < config.multipliers().size(); level++) {
            long side = Math.max(1, tile >> level);
            features += (config.resBlocks() + 1L) * config.channels(level) * side * side;
        }
        return features;
    }

    /** The map that waits in an attention layer of the decoder: what entered, queries, keys, values and what is handed on. */
    private static long parked(UNetConfig config, Precision precision, int tile) {
        long bytes = precision == Precision.BFLOAT16 ? 2 : 4;
        int finest = config.finestAttention().orElse(1);
        long side = Math.max(1, tile / finest);
        return 8L * config.channels(Integer.numberOfTrailingZeros(finest)) * side * side * bytes;
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
