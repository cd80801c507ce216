package zvrd.temporal;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which ideas are to work, and what is chosen about them; null is what measured best with the restorer.
 *
 * @param modules that are switched on
 * @param guidanceScale s, the length of a guidance step on the [-1, 1] scale
 * @param guidanceLoss how a difference between frames counts
 * @param semanticWeight γ, the semantic pull's share of s
 * @param noiseLambda λ of eq. 11, 0 … 1
 * @param trajectoryFrom T_TA, below which positions attend along their trajectory
 * @param guidanceFrom T_TC, below which frames are pulled along the flow
 * @param stopAt T_ES
 * @param trajectory how a trajectory is chosen among its candidates
 * @param values what keys and values along a trajectory are
 */
public record TemporalWish(
        Set<TemporalModule> modules,
        @Nullable Double guidanceScale,
        @Nullable GuidanceLoss guidanceLoss,
        @Nullable Double semanticWeight,
        @Nullable Double noiseLambda,
        @Nullable Integer trajectoryFrom,
        @Nullable Integer guidanceFrom,
        @Nullable Integer stopAt,
        @Nullable TrajectoryMode trajectory,
        @Nullable TrajectoryValues values) {
    /** All four ideas as they measured best. */
    public static final TemporalWish ALL = of(EnumSet.allOf(TemporalModule.class));

    /** Every frame by itself. */
    public static final TemporalWish NONE = of(EnumSet.noneOf(TemporalModule.class));

    public TemporalWish {
        modules = Set.copyOf(modules);
    }

    /** {@code modules} as they measured best. */
    public static TemporalWish of(Set<TemporalModule> modules) {
        return new TemporalWish(modules, null, null, null, null, null, null, null, null, null);
    }
}
