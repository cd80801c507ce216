package zvrd.train;

import java.nio.file.Files;
import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.diffusion.NoiseSchedule;
import zvrd.nn.UNet;
import zvrd.tensor.KernelThreads;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.StateDict;

/**
 * Trains a small diffusion prior on folders of images. The weights' moving average goes to the output every few
 * minutes, and beside it the state to go on from, the curve, and samples drawn from pure noise.
 */
public final class PriorTrainer {
    private static final double REPORT_SECONDS = 60;
    private static final double SAVE_SECONDS = 300;
    private static final double VALIDATION_SECONDS = 900;
    private static final double SHEET_SECONDS = 3600;
    private static final double LONGEST_STEP = 30; // seconds; a longer one was a machine asleep

    private final TrainingOptions options;
    private final TrainingListener listener;
    private final TrainingSetup setup;
    private TrainingState state;
    private double learningRate;
    private double reported;
    private long reportedStep;
    private double saved;
    private double validated;
    private double sheeted;

    private PriorTrainer(TrainingOptions options, TrainingListener listener, TrainingSetup setup) {
        this.options = options;
        this.listener = listener;
        this.setup = setup;
        this.state = setup.state();
        this.reported = state.seconds();
        this.reportedStep = state.steps();
        this.saved = state.seconds();
        this.validated = state.seconds();
        this.sheeted = state.seconds();
    }

    /**
     * Trains until the hours or steps of {@code options} are over or {@code listener} wants to stop.
     *
     * @throws UserError where there are no usable images, or the weights or state to go on from cannot be used
     */
    public static TrainingResult run(TrainingOptions options, TrainingListener listener) {
        KernelThreads.single();
        requireWritable(options);
        try (var setup = TrainingSetup.of(options, listener)) {
            return new PriorTrainer(options, listener, setup).train();
        }
    }

    private TrainingResult train() {
        long before = System.nanoTime();
        boolean stopped = false;
        while (share() < 1 && !stopped) {
            oneStep();
            long now = System.nanoTime();
            state = state.after(Math.min(LONGEST_STEP, (now - before) / 1e9));
            before = now;
            stopped = listener.stopRequested();
            if (state.seconds() - reported >= REPORT_SECONDS) {
                listener.progressed(progress());
                reported = state.seconds();
                reportedStep = state.steps();
            }
            if (share() < 1 && !stopped) {
                before += nanosOf(this::keepAndJudge);
            }
        }
        save();
        ValidationScore score = validate(!stopped);
        return new TrainingResult(options.output(), progress(), score, !stopped);
    }

    /** Time that validation takes is none of the training's. */
    private long nanosOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private void keepAndJudge() {
        if (state.seconds() - saved >= SAVE_SECONDS) {
            save();
            saved = state.seconds();
        }
        if (state.seconds() - validated >= VALIDATION_SECONDS) {
            boolean withSheet = state.seconds() - sheeted >= SHEET_SECONDS;
            validate(withSheet);
            validated = state.seconds();
            sheeted = withSheet ? state.seconds() : sheeted;
        }
    }

    private void oneStep() {
        long number = state.steps();
        TrainingRecipe recipe = options.recipe();
        learningRate = recipe.learningRate(number, share());
        double emaDecay = recipe.emaDecay(state.allSteps());
        TrainingStep.Outcome outcome = setup.step().run(number, recipe.batch(number, share()), learningRate, emaDecay);
        if (!Double.isFinite(outcome.gradientNorm())) {
            listener.noted("step " + number + ": gradient not finite, weights left as they were");
        }
        RunningMeans losses = state.losses()
                .with(number + 1, outcome.loss(), outcome.noise(), outcome.variational(), outcome.gradientNorm());
        state = state.withStep(losses);
    }

    private void save() {
        state.save(TrainingSetup.stateFile(options), setup.weights());
        WeightExport.write(options.output(), setup.weights(), state.config(), state.allSteps(), state.allHours());
    }

    /** Judges what would be shipped: the average after its way through the file. */
    private ValidationScore validate(boolean withSheet) {
        Path shipped = options.output();
        WeightExport.write(shipped, setup.weights(), state.config(), state.allSteps(), state.allHours());
        NoiseSchedule schedule = setup.schedule();
        try (var file = SafetensorsFile.open(shipped);
                var network = new UNet(state.config(), StateDict.of(file), options.precision())) {
            ValidationScore score = setup.validation().score(network, schedule);
            setup.curve()
                    .add(new TrainingCurve.Point(
                            state.allSteps(), state.allHours(), state.losses().value(0), score));
            if (withSheet) {
                SampleSheet.write(
                        options.beside(".samples.png"),
                        network,
                        schedule,
                        options.recipe().sheetSide(),
                        setup.workers());
            }
            listener.validated(progress(), score);
            return score;
        }
    }

    private double share() {
        return options.progress(state.seconds(), state.steps());
    }

    private TrainingProgress progress() {
        RunningMeans losses = state.losses();
        long since = state.steps() - reportedStep;
        return new TrainingProgress(
                state.steps(),
                state.seconds(),
                share(),
                losses.value(0),
                losses.value(1),
                losses.value(2),
                losses.value(3),
                learningRate,
                since == 0 ? Double.NaN : (state.seconds() - reported) / since);
    }

    /** Hours of work are not written over: an output that exists is gone on with, or left alone. */
    private static void requireWritable(TrainingOptions options) {
        Path output = options.output();
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    output + ": its folder does not exist or may not be written",
                    "Make the folder first, or name another with -o.");
        }
        Path state = TrainingSetup.stateFile(options);
        if (options.resume() && Files.exists(output) && !Files.exists(state)) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    output + ": the model is there, but not " + state.getFileName() + ", the state to go on from",
                    "Say --from " + output + " and name another file with -o.");
        }
        if (!options.resume() && (Files.exists(output) || Files.exists(state))) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    output + ": a training was written there before",
                    "Go on with it by --resume, or name another file with -o.");
        }
    }
}
