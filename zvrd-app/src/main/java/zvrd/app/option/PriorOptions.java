package zvrd.app.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.backbone.BackboneSettings;
import zvrd.backbone.GradientReach;
import zvrd.backbone.Preset;
import zvrd.backbone.QualityWish;
import zvrd.degradation.Task;
import zvrd.restore.RestoreRequest.PriorChoice;
import zvrd.tensor.Precision;

/** Which network knows what images look like, and which restorer asks it how often. */
final class PriorOptions {
    @Option(
            names = "--backbone",
            paramLabel = "NAME",
            completionCandidates = Words.Restorers.class,
            description = "The restorer: ${COMPLETION-CANDIDATES}. Default: auto, the one that measured best.")
    private String backbone = "auto";

    @Option(
            names = "--model",
            paramLabel = "NAME|FILE",
            description = "The prior: builtin, a name of zvrd models list, or a file. Default: builtin.")
    private String model = "builtin";

    @Option(names = "--preset", paramLabel = "draft|balanced|paper", description = "How much work. Default: balanced.")
    private Preset preset = Preset.BALANCED;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Evaluations of the network a frame, instead of the preset's.")
    private @Nullable Integer steps;

    @Option(
            names = "--start-step",
            paramLabel = "T",
            description = "Level of noise to start from, 0 to 999, instead of the preset's.")
    private @Nullable Integer startStep;

    @Option(names = "--eta", paramLabel = "F", description = "Share of fresh noise in a step of ddnm, 0 to 1.")
    private @Nullable Double eta;

    @Option(
            names = "--quality",
            paramLabel = "LIST",
            description = {
                "lowlight: what else a picture should be, of exposure, colour and smoothness,",
                "each with =WEIGHT or its published one (800, 400, 1) for a move of 1000;",
                "smoothness goes with --preset paper. Default: none of them."
            })
    private @Nullable String quality;

    @Option(
            names = "--dps-gradient",
            paramLabel = "local|coupled",
            description =
                    "How far the gradient of dps goes: through each frame by itself, or from frame to frame through the"
                            + " attention between them. Default: local.")
    private @Nullable GradientReach gradient;

    @Option(names = "--seed", paramLabel = "N", description = "Of all noise. Default: 0.")
    private long seed;

    @Option(
            names = "--precision",
            paramLabel = "auto|float32|bfloat16",
            description = "What the network computes in. Default: auto, by what the CPU has instructions for.")
    private PrecisionChoice precision = PrecisionChoice.AUTO;

    long seed() {
        return seed;
    }

    String model() {
        return model;
    }

    Precision precision() {
        return precision.choice();
    }

    PriorChoice choice(Task task) {
        return new PriorChoice(model, restorer(task), seed, precision());
    }

    private QualityWish quality(Task task) {
        if (quality == null) {
            return QualityWish.NONE;
        }
        if (task != Task.LOW_LIGHT) {
            throw new UsageError(
                    "--quality belongs to --task lowlight, the task is " + task.word(),
                    "leave out --quality, or say --task lowlight");
        }
        return QualityWords.parse(quality);
    }

    BackboneSettings restorer(Task task) {
        return new BackboneSettings(backbone, preset, task, steps, startStep, eta, gradient, quality(task));
    }
}
