package zvrd.app.cli;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Task;
import zvrd.media.ReadOptions;
import zvrd.restore.OperatorPlan;

/** What damaged the clip: the task, and the options that describe the operator and its noise. */
final class OperatorOptions {
    private static final double ROUNDING = 1;

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
            description = "sr: pixels along a side that became one. Default: 4.")
    private @Nullable Integer scale;

    @Option(
            names = "--downsample",
            paramLabel = "average|bicubic",
            description = "sr: how they became one. Default: average.")
    private @Nullable Downsampling downsample;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description = "deblur: gaussian:SIGMA, motion:LENGTH,ANGLE, or a file of numbers or a picture.")
    private @Nullable String kernel;

    @Option(
            names = "--sigma",
            paramLabel = "S|auto",
            description = "Noise in 8-bit levels. Default: auto for denoise (estimated), 1 for deblur, else 0.")
    private @Nullable String sigma;

    @Option(
            names = "--mask",
            paramLabel = "MASK",
            description =
                    "inpaint: random:SHARE, box:X,Y,W,H, or a picture, clip or folder, white where pixels are lost.")
    private @Nullable String mask;

    @Option(names = "--mask-grow", paramLabel = "PX", description = "inpaint: let what is lost grow by so many pixels.")
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

    Task task() {
        if (task == null) {
            throw new UsageError(
                    "--task: is missing; what should be mended cannot be guessed",
                    "say --task with one of " + String.join(", ", new Words.Tasks()));
        }
        return task;
    }

    /** Whether a task was named. */
    boolean named() {
        return task != null;
    }

    /** The noise to add when a clip is damaged on purpose, as {@link #sigma()}, but none where none is named. */
    OptionalDouble addedSigma() {
        return sigma == null && task() == Task.DEBLUR ? OptionalDouble.of(0) : sigma();
    }

    /** The noise assumed in a measured clip, as a standard deviation in 8-bit levels; empty where it is to be estimated. */
    OptionalDouble sigma() {
        if (sigma == null) {
            return switch (task()) {
                case DENOISE -> OptionalDouble.empty();
                case DEBLUR -> OptionalDouble.of(ROUNDING); // what an inverse blur makes of 8-bit rounding is not small
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
    OperatorChoice choice(ReadOptions part, long seed) {
        Task task = task();
        refuseStrangers(task);
        if (task == Task.INPAINT) {
            if (mask == null) {
                throw new UsageError(
                        "--mask: is missing; --task inpaint needs to know what is lost",
                        "say for example --mask mask.png (white where pixels are lost) or --mask box:40,30,64,48");
            }
            MaskSource masks = MaskSource.parse(mask, maskGrow == null ? 0 : maskGrow, seed, part);
            return new OperatorChoice(
                    (frame, height, width) -> new Inpainting(masks.of(frame, height, width)), masks::close);
        }
        DegradationOperator operator = sameForAll(task);
        return new OperatorChoice(OperatorPlan.fixed(operator), () -> {});
    }

    private DegradationOperator sameForAll(Task task) {
        return switch (task) {
            case SUPER_RESOLUTION -> downsampling();
            case DEBLUR -> {
                if (kernel == null) {
                    throw new UsageError(
                            "--kernel: is missing; --task deblur needs to know the blur",
                            "say for example --kernel gaussian:1.6 or --kernel motion:9,45");
                }
                yield Blur.of(KernelChoice.parse(kernel));
            }
            case DENOISE -> new Identity();
            case COLORIZE -> new Grayscale();
            case INPAINT -> throw new IllegalStateException("masks differ from frame to frame");
        };
    }

    private DegradationOperator downsampling() {
        int factor = scale == null ? 4 : scale;
        if (factor != 2 && factor != 4 && factor != 8) {
            throw new UsageError("--scale expects 2, 4 or 8, got " + factor, "say for example --scale 4");
        }
        return downsample == Downsampling.BICUBIC ? new BicubicDownsample(factor) : new AverageDownsample(factor);
    }

    private void refuseStrangers(Task task) {
        refuseUnless(task, Task.SUPER_RESOLUTION, "--scale", scale);
        refuseUnless(task, Task.SUPER_RESOLUTION, "--downsample", downsample);
        refuseUnless(task, Task.DEBLUR, "--kernel", kernel);
        refuseUnless(task, Task.INPAINT, "--mask", mask);
        refuseUnless(task, Task.INPAINT, "--mask-grow", maskGrow);
    }

    private static void refuseUnless(Task task, Task needed, String option, @Nullable Object value) {
        if (value != null && task != needed) {
            throw new UsageError(
                    option + " belongs to --task " + needed.word() + ", the task is " + task.word(),
                    "leave out " + option + ", or say --task " + needed.word());
        }
    }
}
