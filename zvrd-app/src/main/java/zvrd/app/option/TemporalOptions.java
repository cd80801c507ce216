package zvrd.app.option;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.motion.FlowChoice;
import zvrd.restore.RestoreRequest.Temporal;
import zvrd.temporal.GuidanceLoss;
import zvrd.temporal.TemporalModule;
import zvrd.temporal.TemporalWish;
import zvrd.temporal.TrajectoryMode;
import zvrd.temporal.TrajectoryValues;

/** What makes the frames of a clip agree. */
public final class TemporalOptions {
    /** Options that mean nothing without their module. */
    public static final Map<String, TemporalModule> OF_MODULES = Map.of(
            "--guidance-scale", TemporalModule.GUIDANCE,
            "--guidance-loss", TemporalModule.GUIDANCE,
            "--semantic-weight", TemporalModule.GUIDANCE,
            "--noise-lambda", TemporalModule.NOISE,
            "--trajectory-from", TemporalModule.ATTENTION,
            "--trajectory", TemporalModule.ATTENTION,
            "--trajectory-values", TemporalModule.ATTENTION,
            "--stop-at-step", TemporalModule.EARLY_STOP);

    @Option(
            names = "--temporal",
            paramLabel = "all|none|LIST",
            description = "Out of attention,guidance,noise,early-stop. Default: all.")
    private String modules = "all";

    @Option(
            names = "--flow",
            paramLabel = "dis|raft",
            description = "What sees the motion: dis needs no weights, raft a model of zvrd models pull. Default: dis.")
    private String flow = FlowChoice.DIS.name();

    @Option(names = "--flow-iterations", paramLabel = "N", description = "How often raft refines a flow. Default: 12.")
    private int flowIterations = FlowChoice.DIS.iterations();

    @Option(
            names = "--guidance-scale",
            paramLabel = "F",
            description = "s: how far a step of the guidance goes, on the scale of -1 to 1.")
    private @Nullable Double guidanceScale;

    @Option(
            names = "--guidance-loss",
            paramLabel = "huber|l1",
            description =
                    "How a difference between frames counts: huber comes to rest, l1 is the paper's. Default: huber.")
    private @Nullable GuidanceLoss guidanceLoss;

    @Option(
            names = "--semantic-weight",
            paramLabel = "F",
            description = "The semantic pull's share of the guidance; 0 is none.")
    private @Nullable Double semanticWeight;

    @Option(
            names = "--guidance-from",
            paramLabel = "T",
            description = "T_TC: below this level of noise, 0 to 999, frames are pulled along the flow.")
    private @Nullable Integer guidanceFrom;

    @Option(
            names = "--noise-lambda",
            paramLabel = "F",
            description = "0 to 1: how much of a visible pixel's noise is its own.")
    private @Nullable Double noiseLambda;

    @Option(
            names = "--trajectory-from",
            paramLabel = "T",
            description = "T_TA: below this level of noise positions attend along their trajectory.")
    private @Nullable Integer trajectoryFrom;

    @Option(
            names = "--trajectory",
            paramLabel = "exact|proxy",
            description =
                    "How a trajectory is chosen: by the network's answer for each candidate, or by the step before.")
    private @Nullable TrajectoryMode trajectory;

    @Option(
            names = "--trajectory-values",
            paramLabel = "flatten|literal|old-qk",
            description = "What keys and values along a trajectory are.")
    private @Nullable TrajectoryValues values;

    @Option(
            names = "--stop-at-step",
            paramLabel = "T",
            description =
                    "T_ES: the level of noise at which sampling stops, -1 for never. Default: the measurement's own noise.")
    private @Nullable Integer stopAt;

    Temporal choice() {
        Set<TemporalModule> wanted = modules();
        requireUsed(wanted, "--guidance-scale", guidanceScale);
        requireUsed(wanted, "--guidance-loss", guidanceLoss);
        requireUsed(wanted, "--semantic-weight", semanticWeight);
        requireUsed(wanted, "--noise-lambda", noiseLambda);
        requireUsed(wanted, "--trajectory-from", trajectoryFrom);
        requireUsed(wanted, "--trajectory", trajectory);
        requireUsed(wanted, "--trajectory-values", values);
        requireUsed(wanted, "--stop-at-step", stopAt);
        requireWithin("--guidance-scale", guidanceScale, 0, 1);
        requireWithin("--semantic-weight", semanticWeight, 0, 10);
        requireWithin("--noise-lambda", noiseLambda, 0, 1);
        requireWithin("--flow-iterations", (double) flowIterations, 1, 100);
        var wish = new TemporalWish(
                wanted,
                guidanceScale,
                guidanceLoss,
                semanticWeight,
                noiseLambda,
                trajectoryFrom,
                guidanceFrom,
                stopAt,
                trajectory,
                values);
        return new Temporal(wish, new FlowChoice(flow, flowIterations));
    }

    private Set<TemporalModule> modules() {
        var wanted = EnumSet.noneOf(TemporalModule.class);
        for (String word : modules.split(",", -1)) {
            switch (word) {
                case "all" -> wanted.addAll(EnumSet.allOf(TemporalModule.class));
                case "none" -> {}
                default -> wanted.add(module(word));
            }
        }
        return wanted;
    }

    /** What {@code module} is called on the command line. */
    public static String word(TemporalModule module) {
        return module.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static TemporalModule module(String word) {
        for (TemporalModule module : TemporalModule.values()) {
            if (word.equals(word(module))) {
                return module;
            }
        }
        throw new UsageError(
                "--temporal expects all, none or some of attention,guidance,noise,early-stop, got " + word,
                "say for example --temporal guidance,noise");
    }

    private static void requireUsed(Set<TemporalModule> wanted, String option, @Nullable Object value) {
        TemporalModule module = Objects.requireNonNull(OF_MODULES.get(option));
        if (value != null && !wanted.contains(module)) {
            String word = word(module);
            throw new UsageError(
                    option + " belongs to " + word + ", which --temporal leaves out",
                    "leave out " + option + ", or name " + word + " in --temporal");
        }
    }

    private static void requireWithin(String option, @Nullable Double value, int least, int most) {
        if (value != null && !(value >= least && value <= most)) {
            throw new UsageError(
                    option + " expects " + least + " to " + most + ", got " + value,
                    "say a number in between, or leave it out");
        }
    }
}
