package zvrd.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.diffusion.NoiseSchedule;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.tensor.ShardWorkers;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFiles;

/** All that a training works with, brought together from its options; closing it frees what is native. */
record TrainingSetup(
        TrainingState state,
        NoiseSchedule schedule,
        ShardWorkers workers,
        LearnedWeights weights,
        ImageCrops crops,
        TrainingStep step,
        PriorValidation validation,
        TrainingCurve curve)
        implements AutoCloseable {
    private static final int LEVELS = 1000;
    private static final long IMAGE_BYTES = 1536L << 20;

    /** Reads weights or state to go on from, and the images. */
    static TrainingSetup of(TrainingOptions options, TrainingListener listener) {
        TrainingState state = startingState(options);
        ImageIndex index = ImageIndex.of(options.images(), options.recipe().validationSide(), listener::noted);
        NoiseSchedule schedule = NoiseSchedule.linear(LEVELS);
        var workers = new ShardWorkers(Math.min(options.threads(), TrainingOptions.SHARDS));
        var draws = new StepDraws(state.seed());
        LearnedWeights weights = weights(options, state);
        var crops = new ImageCrops(index.training(), draws, IMAGE_BYTES, workers, listener::noted);
        var validation =
                new PriorValidation(index.validation(), options.recipe().validationSide(), workers);
        crops.prepare(state.steps());
        listener.noted(index.training().size() + " images to train on, "
                + index.validation().size() + " kept aside; " + (state.steps() > 0 ? "going on at step " : "from step ")
                + state.steps());
        return new TrainingSetup(
                state,
                schedule,
                workers,
                weights,
                crops,
                new TrainingStep(crops, draws, schedule, weights, workers),
                validation,
                curve(options, state));
    }

    static Path stateFile(TrainingOptions options) {
        return options.beside(".state");
    }

    private static boolean resumes(TrainingOptions options) {
        return options.resume() && Files.exists(stateFile(options));
    }

    private static TrainingState startingState(TrainingOptions options) {
        if (resumes(options)) {
            return TrainingState.load(stateFile(options));
        }
        Path from = options.from();
        if (from == null) {
            return TrainingState.start(options.recipe().network(), options.seed(), 0, 0);
        }
        try (TensorFile file = WeightFiles.open(from)) {
            String config = file.metadata().get("config");
            return TrainingState.start(
                    config == null ? options.recipe().network() : UNetConfig.fromJson(config),
                    options.seed(),
                    (long) number(from, "steps", file.metadata().get("steps")),
                    number(from, "hours", file.metadata().get("hours")));
        }
    }

    private static double number(Path file, String key, @Nullable String value) {
        try {
            return value == null ? 0 : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new UserError(
                    ExitCode.MODEL,
                    file + ": its metadata says \"" + value + "\" where the number of " + key + " was expected",
                    "Use weights that zvrd train wrote, or any without that entry.",
                    e);
        }
    }

    private static LearnedWeights weights(TrainingOptions options, TrainingState state) {
        Path from = options.from();
        List<UNet> replicas = new ArrayList<>();
        for (int shard = 0; shard < TrainingOptions.SHARDS; shard++) {
            replicas.add(
                    from == null || resumes(options)
                            ? UNet.fresh(state.config(), state.seed(), options.precision())
                            : stored(from, options, state));
        }
        var weights = new LearnedWeights(replicas);
        if (resumes(options)) {
            try {
                TrainingState.restore(stateFile(options), weights);
            } catch (RuntimeException e) {
                weights.close();
                throw e;
            }
        }
        return weights;
    }

    private static UNet stored(Path from, TrainingOptions options, TrainingState state) {
        try (TensorFile file = WeightFiles.open(from)) {
            return UNet.trainable(state.config(), StateDict.of(file), options.precision());
        }
    }

    private static TrainingCurve curve(TrainingOptions options, TrainingState state) {
        Path csv = options.beside(".curve.csv");
        Path svg = options.beside(".curve.svg");
        return resumes(options) ? TrainingCurve.resumed(csv, svg, state.allSteps()) : TrainingCurve.fresh(csv, svg);
    }

    @Override
    public void close() {
        workers.close();
        validation.close();
        crops.close();
        weights.close();
    }
}
