package zvrd.temporal;

import org.jspecify.annotations.Nullable;

/**
 * Which of the paper's ideas work, and how; each can be off alone.
 *
 * @param attention how frames attend to each other, null for each to itself
 * @param guidance how they are pulled together, null for not at all
 * @param noise how they share their noise, null for each its own
 * @param stopAt T_ES, the level at which sampling stops, -1 for never
 */
public record TemporalSettings(
        @Nullable AttentionSettings attention,
        @Nullable GuidanceSettings guidance,
        @Nullable NoiseSettings noise,
        int stopAt) {
    /** Every frame by itself, as an image. */
    public static final TemporalSettings NONE = new TemporalSettings(null, null, null, -1);

    /** Whether frames know of each other, so that they have to be restored together. */
    public boolean couplesFrames() {
        return attention != null || guidance != null || noise != null;
    }

    /** The level below which the motion of the frames is asked for; -1 where it never is. */
    public int motionFrom() {
        int attends = attention == null ? -1 : attention.trajectoryFrom();
        int guides = guidance == null ? -1 : guidance.from();
        int shares = noise == null ? -1 : noise.from();
        return Math.max(attends, Math.max(guides, shares));
    }
}
