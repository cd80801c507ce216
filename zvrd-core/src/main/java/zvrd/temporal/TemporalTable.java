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
    private static final double LEAST_HUBER = 0.02;

    private TemporalTable() {}

    /**
     * What measured best with a restorer.
     *
     * @param scale s of the guidance
     * @param semantic γ as a share of s
     * @param lambda λ of the noise
     * @param guidanceFrom T_TC
     * @param trajectoryFrom T_TA
     */
    private record Row(double scale, double semantic, double lambda, int guidanceFrom, int trajectoryFrom) {}

    private static Row row(String backbone) {
        return switch (backbone) {
            case "hqs" -> new Row(0.01, 0, 0, 1000, 200);
            default -> new Row(0.01, 0, 0, 1000, 200);
        };
    }

    /**
     * The settings that {@code wish} means for {@code backbone}.
     *
     * @param sigma noise of the measurement on the [-1, 1] scale; sampling stops where the network's noise is as weak
     */
    public static TemporalSettings settings(
            TemporalWish wish, Backbone backbone, NoiseSchedule schedule, double sigma) {
        Row row = row(backbone.name());
        int guidanceFrom = or(wish.guidanceFrom(), row.guidanceFrom());
        var attention = new AttentionSettings(
                or(wish.trajectoryFrom(), row.trajectoryFrom()),
                or(wish.trajectory(), TrajectoryMode.PROXY),
                or(wish.values(), TrajectoryValues.FLATTEN));
        double scale = or(wish.guidanceScale(), row.scale());
        var guidance = new GuidanceSettings(
                scale, or(wish.semanticWeight(), row.semantic()), guidanceFrom, Math.max(LEAST_HUBER, 2 * scale));
        NoiseSettings noise = NoiseSettings.of(or(wish.noiseLambda(), row.lambda()), guidanceFrom);
        int stop = sigma > 0 ? schedule.indexOfSigma(sigma) : -1;
        return new TemporalSettings(
                wish.modules().contains(ATTENTION) ? attention : null,
                wish.modules().contains(GUIDANCE) ? guidance : null,
                wish.modules().contains(NOISE) ? noise : null,
                wish.modules().contains(EARLY_STOP) ? or(wish.stopAt(), stop) : -1);
    }

    private static <T> T or(@Nullable T wished, T usual) {
        return Objects.requireNonNullElse(wished, usual);
    }
}
