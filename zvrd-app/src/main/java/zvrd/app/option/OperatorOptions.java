package zvrd.app.option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.UserError;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.Composition;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.Task;
import zvrd.degradation.UniformOperator;
import zvrd.degradation.UserOperators;
import zvrd.media.ReadOptions;
import zvrd.media.SourceHash;
import zvrd.restore.OperatorPlan;

/** What damaged the clip: the task, and the options that describe the operator and its noise. */
public final class OperatorOptions {
    private static final double ROUNDING = 1;
    private static final double LOST_FREQUENCIES = 4; // measured with motion:15,30: 27.4 dB, 25.1 at 1

    private static final String AUTO = "auto";

    @Option(
            names = "--task",
            paramLabel = "TASK",
            completionCandidates = Words.Tasks.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private @Nullable Task task;

    @Option(
            names = "--scale",
            paramLabel = "2|4|8",
            description = "sr, blind-sr: pixels along a side that became one. Default: 4.")
    private @Nullable Integer scale;

    @Option(
            names = "--downsample",
            paramLabel = "average|bicubic",
            description = "sr, blind-sr: how they became one. Default: average.")
    private @Nullable Downsampling downsample;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description = "deblur: gaussian:SIGMA, motion:LENGTH,ANGLE, or a file of numbers or a picture.")
    private @Nullable String kernel;

    @Option(
            names = "--sigma",
            paramLabel = "S|auto",
            description =
                    "Noise in 8-bit levels. Default: auto (estimated) for denoise, lowlight and blind-sr, 1 for deblur by a"
                            + " Gaussian and for operators of your own, 4 for deblur by other kernels, else 0.")
    private @Nullable String sigma;

    @Option(
            names = "--noise",
            paramLabel = "gaussian|poisson",
            description = "The noise's kind; poisson grows with brightness, --sigma is then the one on white."
                    + " Default: gaussian.")
    private NoiseKind noise = NoiseKind.GAUSSIAN;

    @Option(
            names = "--mask",
            paramLabel = "MASK",
            description = "inpaint, and over sr and colorize: random:SHARE, box:X,Y,W,H, or a picture, clip or folder,"
                    + " white where pixels are lost.")
    private @Nullable String mask;

    @Option(names = "--mask-grow", paramLabel = "PX", description = "Let what is lost grow by so many pixels.")
    private @Nullable Integer maskGrow;

    /** How several pixels become one. */
    enum Downsampling {
        AVERAGE,
        BICUBIC;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "An operator of your own instead of a task's; see docs/own-operator.md.")
    private @Nullable String own;

    @Option(
            names = "--operator-path",
            paramLabel = "JAR",
            description = "The jar it is in, or a folder of jars or classes. Their code is run.")
    private List<Path> ownPath = List.of();

    /** The task. @throws UsageError where none is named */
    public Task task() {
        if (own != null && (task == null || task == Task.OWN)) {
            return Task.OWN;
        }
        if (task == null) {
            throw new UsageError(
                    "--task: is missing; what should be mended cannot be guessed",
                    "say --task with one of " + String.join(", ", new Words.Tasks()));
        }
        return task;
    }

    /** Whether a task was named. */
    public boolean named() {
        return task != null || own != null;
    }

    /** How noise depends on brightness. */
    public NoiseKind noise() {
        return noise;
    }

    /** The noise to add when a clip is damaged on purpose, as {@link #sigma()}, but none where none is named. */
    public OptionalDouble addedSigma() {
        return sigma == null && task() != Task.DENOISE ? OptionalDouble.of(0) : sigma();
    }

    /** The noise assumed in a measured clip, as a standard deviation in 8-bit levels; empty where it is to be estimated. */
    public OptionalDouble sigma() {
        if (sigma == null) {
            return switch (task()) {
                case DENOISE, LOW_LIGHT, BLIND_SUPER_RESOLUTION -> OptionalDouble.empty();
                case OWN -> OptionalDouble.of(ROUNDING); // what an inverse makes of 8-bit rounding may not be small
                // other kernels than a Gaussian pass nothing of some frequencies, and there the frame's borders show
                case DEBLUR ->
                    OptionalDouble.of(kernel == null || kernel.startsWith("gaussian:") ? ROUNDING : LOST_FREQUENCIES);
                case SUPER_RESOLUTION, INPAINT, COLORIZE -> OptionalDouble.of(0);
            };
        }
        if (sigma.equals(AUTO)) {
            return OptionalDouble.empty();
        }
        OptionalDouble level = Numbers.number(sigma);
        if (level.isEmpty() || level.getAsDouble() < 0 || level.getAsDouble() > 255) {
            throw new UsageError(
                    "--sigma expects 0 to 255 (8-bit levels) or auto, got " + sigma, "say for example --sigma 25");
        }
        return level;
    }

    /**
     * The operator of every frame; close it when the clip is done.
     *
     * @param part of the input that is read: the masks of a clip go with its frames
     * @param seed of random masks
     */
    public OperatorChoice choice(ReadOptions part, long seed) {
        Task task = task();
        refuseStrangers(task);
        if (task == Task.OWN) {
            return own();
        }
        if (task == Task.INPAINT && mask == null) {
            throw new UsageError(
                    "--mask: is missing; --task inpaint needs to know what is lost",
                    "say for example --mask mask.png (white where pixels are lost) or --mask box:40,30,64,48");
        }
        if (mask == null) {
            DegradationOperator operator = sameForAll(task);
            return new OperatorChoice(
                    OperatorPlan.fixed(operator).under(noise), operator.scale(), operator.alignment(), () -> {});
        }
        UniformOperator behind = behindMask(task);
        MaskSource masks = MaskSource.parse(mask, maskGrow == null ? 0 : maskGrow, seed, part);
        var plan = new MaskedPlan(masks, holes -> task == Task.INPAINT ? holes : new Composition(behind, holes));
        return new OperatorChoice(plan.under(noise), behind.scale(), behind.alignment(), masks::close);
    }

    /** The options that {@link #choice} made the operators from, with the SHA-256 of files instead of their names. */
    Map<String, String> identity() {
        var made = new LinkedHashMap<String, String>();
        if (task() == Task.SUPER_RESOLUTION || task() == Task.BLIND_SUPER_RESOLUTION) {
            made.put("--scale", String.valueOf(scale()));
            made.put("--downsample", (downsample == null ? Downsampling.AVERAGE : downsample).toString());
        }
        if (kernel != null) {
            made.put("--kernel", KernelChoice.isFile(kernel) ? SourceHash.of(Path.of(kernel)) : kernel);
        }
        if (mask != null) {
            made.put("--mask", MaskSource.isClip(mask) ? SourceHash.of(Path.of(mask)) : mask);
            made.put("--mask-grow", String.valueOf(maskGrow == null ? 0 : maskGrow));
        }
        if (own != null) {
            made.put("--operator", own);
            made.put("--operator-path", UserOperators.sha256(ownPath));
        }
        return made;
    }

    private OperatorChoice own() {
        if (own == null) {
            throw new UsageError(
                    "--operator: is missing; --task own needs to know which", "say for example --operator ghost");
        }
        UserOperators all = UserOperators.in(ownPath);
        try {
            var operator = new OwnOperator(own, all.get(own));
            return new OperatorChoice(operator.under(noise), operator.scale(), operator.block(), all::close);
        } catch (UserError refused) {
            all.close();
            throw refused;
        }
    }

    /** What happened to the frames of {@code task} before pixels of them were lost. */
    private UniformOperator behindMask(Task task) {
        if (task == Task.INPAINT) {
            return new Identity();
        }
        if (sameForAll(task) instanceof UniformOperator uniform) {
            return uniform;
        }
        throw new UsageError(
                "--mask: goes with means of blocks, grey or nothing else, not with --downsample bicubic",
                "say --downsample average, or restore twice: --task inpaint first");
    }

    private DegradationOperator sameForAll(Task task) {
        return switch (task) {
            case SUPER_RESOLUTION, BLIND_SUPER_RESOLUTION -> downsampling();
            case DEBLUR -> {
                if (kernel == null) {
                    throw new UsageError(
                            "--kernel: is missing; --task deblur needs to know the blur",
                            "say for example --kernel gaussian:1.6 or --kernel motion:9,45");
                }
                yield Blur.of(KernelChoice.parse(kernel));
            }
            case DENOISE, LOW_LIGHT -> new Identity(); // what is dark about it is found out while it is restored
            case COLORIZE -> Grayscale.LUMA;
            case INPAINT, OWN -> throw new IllegalStateException("not one operator of ours for all frames");
        };
    }

    private DegradationOperator downsampling() {
        int factor = scale();
        if (factor != 2 && factor != 4 && factor != 8) {
            throw new UsageError("--scale expects 2, 4 or 8, got " + factor, "say for example --scale 4");
        }
        return downsample == Downsampling.BICUBIC ? new BicubicDownsample(factor) : new AverageDownsample(factor);
    }

    private int scale() {
        return scale == null ? 4 : scale;
    }

    private void refuseStrangers(Task task) {
        refuseUnless("--scale", scale, task, Task.SUPER_RESOLUTION, Task.BLIND_SUPER_RESOLUTION);
        refuseUnless("--downsample", downsample, task, Task.SUPER_RESOLUTION, Task.BLIND_SUPER_RESOLUTION);
        refuseUnless("--kernel", kernel, task, Task.DEBLUR);
        refuseUnless("--mask", mask, task, Task.INPAINT, Task.COLORIZE, Task.SUPER_RESOLUTION);
        refuseUnless("--mask-grow", maskGrow, task, Task.INPAINT, Task.COLORIZE, Task.SUPER_RESOLUTION);
        refuseUnless("--operator", own, task, Task.OWN);
        refuseUnless("--operator-path", ownPath.isEmpty() ? null : ownPath, task, Task.OWN);
        if (maskGrow != null && mask == null) {
            throw new UsageError("--mask-grow: there is no --mask to grow", "leave it out, or give a --mask");
        }
    }

    private static void refuseUnless(String option, @Nullable Object value, Task task, Task... takes) {
        if (value != null && !List.of(takes).contains(task)) {
            String needed = takes[0].word();
            throw new UsageError(
                    option + " belongs to --task " + needed + ", the task is " + task.word(),
                    "leave out " + option + ", or say --task " + needed);
        }
    }
}
