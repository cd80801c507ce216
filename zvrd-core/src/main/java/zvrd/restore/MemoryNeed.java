package zvrd.restore;

import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.nn.UNetConfig;
import zvrd.tensor.Precision;

/**
 * What a restoration holds in memory. The constants were read off runs of the built-in prior (README).
 *
 * @param base bytes of the program, its libraries and the network's parameters
 * @param worker bytes of one evaluation that computes
 * @param waiting bytes of one that waits for others with its skips
 * @param parked bytes of one that waits for others while its skips are on disk
 * @param lane bytes of one frame under way
 */
public record MemoryNeed(long base, long worker, long waiting, long parked, long lane) {
    private static final long PROGRAM = 410L << 20; // the JVM, libtorch and FFmpeg before any frame
    private static final long HEAP_BYTES_PER_PIXEL = 170; // x_s, x̂0, their copy, ε and v of tiles, the frame as read
    private static final long LANE_BYTES_PER_PIXEL = 570; // that, and x_s, x̂0, tiles and their sums outside the heap
    private static final long NOISE = 3L * Float.BYTES; // bytes a pixel

    /** Of frames of {@code height} × {@code width} pixels, restored by {@code prior} in tiles of side {@code tile}. */
    public static MemoryNeed of(Prior prior, int height, int width, int tile) {
        return new MemoryNeed(
                PROGRAM + prior.parameterBytes(),
                waiting(prior.config(), prior.precision(), tile) + widest(prior.config(), prior.precision(), tile),
                waiting(prior.config(), prior.precision(), tile),
                parked(prior.config(), prior.precision(), tile),
                LANE_BYTES_PER_PIXEL * height * width);
    }

    /**
     * Throws where {@code frames} as large as those that {@code tiles} cover, with what else they keep and {@code carried}
     * bytes of noise, do not fit into the Java heap.
     *
     * @throws UserError exit 5
     */
    static void requireHeap(int frames, TilePlan tiles, Kept kept, long carried) {
        long need = frames * (HEAP_BYTES_PER_PIXEL * tiles.height() * tiles.width() + kept.heap()) + carried;
        long most = Runtime.getRuntime().maxMemory() / 4 * 3;
        if (need > most) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    "frames of %dx%d pixels, %d at a time, expect %d MiB of Java heap, got %d MiB"
                            .formatted(tiles.width(), tiles.height(), frames, mebibytes(need), mebibytes(most)),
                    "set ZVRD_HEAP=" + (1 + (need / 3 * 4 >> 30)) + "g, or say a smaller --window");
        }
    }

    /**
     * The same where each of {@code workers} evaluations at a time is also gone back through, {@code frames} together, by a
     * network that is read once more for it.
     */
    MemoryNeed goingBack(Prior prior, int tile, int workers, int frames) {
        long more = Math.max(0, frames * back(prior.config(), prior.precision(), tile) - worker);
        return new MemoryNeed(base + prior.parameterBytes() + workers * more, worker, waiting, parked, lane);
    }

    /** The same where {@code bytes} of noise go from window to window. */
    MemoryNeed carrying(long bytes) {
        return new MemoryNeed(base + bytes, worker, waiting, parked, lane);
    }

    /** Bytes of the noise that {@code frames} of a window's end had in {@code draws}, and of that of the window before. */
    static long carried(int draws, int frames, TilePlan tiles) {
        return 2 * draws * frames * NOISE * tiles.height() * tiles.width();
    }

    /** The same where each frame keeps {@code kept} besides. */
    MemoryNeed keeping(Kept kept) {
        return new MemoryNeed(base, worker, waiting, parked, lane + kept.heap() + kept.outside());
    }

    /** Bytes held with {@code lanes} frames under way, and of their evaluations {@code workers} that compute and {@code others} that wait. */
    long total(int workers, int others, int lanes) {
        return base + workers * worker + others * waiting + lanes * lane;
    }

    /** Bytes held where those that wait have their skips on disk. */
    long spilled(int workers, int others, int lanes) {
        return total(workers, 0, lanes) + others * parked;
    }

    /**
     * As many lanes of {@code wanted} as fit into {@code budget} bytes; 0 is no limit.
     *
     * @throws UserError exit 5 where not even one fits
     */
    int lanes(int wanted, int workers, long budget) {
        requireRoom(workers, 0, 1, budget);
        return budget == 0 ? wanted : (int) Math.min(wanted, (budget - base - workers * worker) / lane);
    }

    /**
     * Throws where {@code workers} and {@code others} and {@code frames} under way at once do not fit into {@code budget}
     * bytes; 0 is no limit.
     *
     * @throws UserError exit 5
     */
    void requireRoom(int workers, int others, int frames, long budget) {
        require(total(workers, others, frames), workers + others, frames, budget);
    }

    /**
     * Whether the skips of {@code others}, evaluations that wait while {@code workers} compute, have to do so on disk for
     * them and {@code frames} frames to fit into {@code budget} bytes; 0 is no limit.
     *
     * @throws UserError exit 5 where they do not fit even so
     */
    boolean mustSpill(int workers, int others, int frames, long budget) {
        if (budget == 0 || total(workers, others, frames) <= budget) {
            return false;
        }
        require(spilled(workers, others, frames), workers, frames, budget);
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

    /** Skips of the encoder. */
    private static long waiting(UNetConfig config, Precision precision, int tile) {
        return features(config, tile) * (precision == Precision.BFLOAT16 ? 2 : 4);
    }

    /** The widest maps of the decoder at full resolution. */
    private static long widest(UNetConfig config, Precision precision, int tile) {
        return 8L * config.channels(0) * tile * tile * (precision == Precision.BFLOAT16 ? 2 : 4);
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
