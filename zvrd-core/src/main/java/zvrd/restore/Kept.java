package zvrd.restore;

import org.jspecify.annotations.Nullable;
import zvrd.backbone.Backbone;
import zvrd.backbone.GradientReach;
import zvrd.backbone.Patchwise;
import zvrd.nn.UNetConfig;
import zvrd.temporal.AttentionSettings;
import zvrd.temporal.TrajectoryMode;

/**
 * What a frame keeps of all its tiles until its move is done, beside the pixels that every restorer keeps.
 *
 * @param heap bytes on the Java heap
 * @param outside bytes of libtorch
 */
record Kept(long heap, long outside) {
    private static final Kept NOTHING = new Kept(0, 0);
    private static final long VALUE = Float.BYTES; // whatever the network computes in, see Tokens
    private static final long IMAGES_BACK = 3L * 3 * VALUE; // bytes a pixel: x_t, u and Jᵀu
    private static final long EXACT_PASSES = 4; // three families and the best of them

    /**
     * Of a frame cut into {@code tiles}.
     *
     * @param attention how the frames of a window look at each other; null where each is by itself
     */
    static Kept of(Backbone backbone, @Nullable AttentionSettings attention, UNetConfig config, TilePlan tiles) {
        long pixels = tiles.tiles().stream()
                .mapToLong(tile -> (long) tile.height() * tile.width())
                .sum();
        if (backbone instanceof Patchwise) {
            long answers = pixels * config.outChannels() * VALUE; // as they came, and as patches
            return new Kept(answers, answers);
        }
        GradientReach reach = backbone.gradient();
        if (reach == null) {
            return NOTHING;
        }
        long heard = reach == GradientReach.COUPLED || attention == null
                ? 0
                : told(config, attention.mode() == TrajectoryMode.EXACT ? EXACT_PASSES : 1, pixels);
        return new Kept(heard + IMAGES_BACK * tiles.height() * tiles.width(), 0);
    }

    /**
     * What a frame tells those that look at it: of every layer of the decoder's attention keys and values, and of the finest
     * map, where trajectories are, outputs as well and all that for each of {@code passes}. Readers share one copy.
     */
    private static long told(UNetConfig config, long passes, long pixels) {
        int finest = config.finestAttention().orElse(0);
        long values = 0;
        for (int level = 0; level < config.multipliers().size(); level++) {
            int downsampling = 1 << level;
            if (config.attentionDownsamplings().contains(downsampling)) {
                long map = pixels / downsampling / downsampling * config.channels(level);
                values += (config.resBlocks() + 1) * map * (downsampling == finest ? 3 * passes : 2);
            }
        }
        return values * VALUE;
    }
}
