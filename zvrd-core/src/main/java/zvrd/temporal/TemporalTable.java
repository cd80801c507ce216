package zvrd.temporal;

import static zvrd.temporal.TemporalModule.ATTENTION;
import static zvrd.temporal.TemporalModule.EARLY_STOP;
import static zvrd.temporal.TemporalModule.GUIDANCE;
import static zvrd.temporal.TemporalModule.NOISE;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Backbone;
import zvrd.diffusion.NoiseSchedule;

/** The values behind {@code --temporal}, all in one place; README, "Frames that agree", says what they were measured on. */
public final class TemporalTable {
    /** s: of 0.01, 0.015 and 0.02 the one under which the default restorer flickered no more than its input on every clip. */
    private static final double SCALE = 0.015;

    /** s of DiffPIR: under 0.015 it flickers as little, and lost more of its detail. */
    private static final double SCALE_OF_DIFFPIR = 0.010;

    /**
     * s of HQS where a frame by itself is nearly right: under 0.015 fast clips lost up to 1.5 dB with holes and 0.2 dB with
     * blur, and flickered more than frames by themselves; calm ones had .2 to .3 dB more (docs/adr/0007).
     */
    private static final double SCALE_OF_SURE_HQS = 0.005;

    /** s where the network is asked more than 50 and more than 250 times: the reference's for DDNM and for GDP, not ours. */
    private static final double SCALE_OF_MANY = 0.010;

    private static final double SCALE_OF_A_THOUSAND = 0.003;

    /**
     * The most that the steps of a walk which begins at the measurement's own noise go together: of 25 steps of DDNM in noise
     * of 25 levels, those of 0.004 gained 0.06 dB and a fifth of the flicker, those of 0.015 lost a decibel.
     */
    private static final double WAY_WITHIN_NOISE = 0.1;

    /** δ of the Huber loss in steps s: a chain of frames comes to rest without swinging from 4 on (docs/adr/0007). */
    private static final double CALM = 4;

    /** T_TC and T_NS: restorations that begin at the measurement begin below; those that begin in noise know no motion before. */
    private static final int MOTION_FROM = 600;

    /** T_TA of DDNM in the reference; the built-in prior's attention does not tell values apart. */
    private static final int TRAJECTORY_FROM = 200;

    /** γ as a share of s: nothing that it brought could be measured, and it costs a third of the network's time. */
    private static final double SEMANTIC_SHARE = 0;

    /** λ: any other measured the same or worse (docs/adr/0006). */
    private static final double LAMBDA = 0;

    private TemporalTable() {}

    /**
     * The settings that {@code wish} means.
     *
     * @param backbone the restorer whose frames are to agree
     * @param sure whether a frame by itself is nearly right, as where few pixels are lost or the blur is known
     * @param sigma noise of the measurement on the [-1, 1] scale; sampling stops where the network's noise is as weak,
     *     if it begins above
     */
    public static TemporalSettings settings(
            TemporalWish wish, Backbone backbone, boolean sure, NoiseSchedule schedule, double sigma) {
        int level = sigma > 0 ? schedule.indexOfSigma(sigma) : -1;
        int guidanceFrom = or(wish.guidanceFrom(), MOTION_FROM);
        var attention = new AttentionSettings(
                or(wish.trajectoryFrom(), TRAJECTORY_FROM),
                or(wish.trajectory(), TrajectoryMode.PROXY),
                or(wish.values(), TrajectoryValues.FLATTEN));
        double scale = or(wish.guidanceScale(), scale(backbone, sure, level));
        double huber = or(wish.guidanceLoss(), GuidanceLoss.HUBER) == GuidanceLoss.L1 ? 0 : CALM * scale;
        var guidance = new GuidanceSettings(scale, or(wish.semanticWeight(), SEMANTIC_SHARE), guidanceFrom, huber);
        NoiseSettings noise = NoiseSettings.of(or(wish.noiseLambda(), LAMBDA), guidanceFrom);
        return new TemporalSettings(
                wish.modules().contains(ATTENTION) ? attention : null,
                wish.modules().contains(GUIDANCE) ? guidance : null,
                wish.modules().contains(NOISE) ? noise : null,
                wish.modules().contains(EARLY_STOP)
                        ? or(wish.stopAt(), withinNoise(backbone, level) ? -1 : level)
                        : -1);
    }

    /** Whether a walk begins where the measurement's noise is: all its work is below, and it is not stopped there. */
    private static boolean withinNoise(Backbone backbone, int level) {
        return backbone.moves().get(0).t() <= level;
    }

    private static double scale(Backbone backbone, boolean sure, int level) {
        int evaluations = backbone.evaluations();
        double most = withinNoise(backbone, level) ? WAY_WITHIN_NOISE / evaluations : SCALE;
        if (evaluations > 50) {
            return Math.min(most, evaluations > 250 ? SCALE_OF_A_THOUSAND : SCALE_OF_MANY);
        }
        return Math.min(
                most,
                switch (backbone.name()) {
                    case "diffpir" -> SCALE_OF_DIFFPIR;
                    case "hqs" -> sure ? SCALE_OF_SURE_HQS : SCALE;
                    default -> SCALE;
                });
    }

    private static <T> T or(@Nullable T wished, T usual) {
        return Objects.requireNonNullElse(wished, usual);
    }
}
