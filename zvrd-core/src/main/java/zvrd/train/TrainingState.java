package zvrd.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.nn.UNetConfig;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.train.LearnedWeights.Kind;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.WeightFormatException;

/**
 * Where a training stands, apart from the tensors: enough, with them, to go on as if it had never stopped.
 *
 * @param config the network's shape
 * @param seed of every draw
 * @param steps done since the moments were zero
 * @param seconds of training so far
 * @param earlierSteps done before that, by the weights the training started from
 * @param earlierHours the same in hours
 * @param losses running means of loss, noise, variational bound and gradient norm; empty before the first step
 */
record TrainingState(
        UNetConfig config,
        long seed,
        long steps,
        double seconds,
        long earlierSteps,
        double earlierHours,
        RunningMeans losses) {
    private static final String FORMAT = "zvrd training 1";

    /** Before the first step, from weights that have seen {@code earlierSteps} steps in {@code earlierHours}. */
    static TrainingState start(UNetConfig config, long seed, long earlierSteps, double earlierHours) {
        return new TrainingState(config, seed, 0, 0, earlierSteps, earlierHours, RunningMeans.none());
    }

    /** One step further, with these means. */
    TrainingState withStep(RunningMeans newest) {
        return new TrainingState(config, seed, steps + 1, seconds, earlierSteps, earlierHours, newest);
    }

    /** {@code more} seconds later. */
    TrainingState after(double more) {
        return new TrainingState(config, seed, steps, seconds + more, earlierSteps, earlierHours, losses);
    }

    /** Steps that the weights have seen since they were random. */
    long allSteps() {
        return earlierSteps + steps;
    }

    /** Hours that the weights have been trained since they were random. */
    double allHours() {
        return earlierHours + seconds / 3600;
    }

    /** Writes this and the tensors of {@code weights} to {@code path}, complete or not at all. */
    void save(Path path, LearnedWeights weights) {
        var tensors = new LinkedHashMap<String, TensorData>();
        var checksum = new CRC32C();
        for (Kind kind : Kind.values()) {
            weights.named(kind).forEach((name, tensor) -> {
                TensorData data = TensorData.copyOf(tensor);
                tensors.put(prefix(kind) + "." + name, data);
                checksum.update(data.bytes());
            });
        }
        SortedMap<String, String> metadata = metadata();
        checksum.update(metadata.toString().getBytes(StandardCharsets.UTF_8));
        metadata.put("checksum", Long.toHexString(checksum.getValue()));
        SafetensorsWriter.write(path, metadata, tensors);
    }

    /** Reads what {@link #save} wrote about the training; refuses a damaged file. */
    static TrainingState load(Path path) {
        try (var file = SafetensorsFile.open(path)) {
            TrainingState state = parse(path, file.metadata());
            requireChecksum(path, file);
            return state;
        } catch (WeightFormatException e) {
            throw unusable(path, "is damaged: " + e.getMessage(), e);
        }
    }

    /** Reads the tensors that {@link #save} wrote to {@code path} into {@code weights}. */
    static void restore(Path path, LearnedWeights weights) {
        try (var file = SafetensorsFile.open(path);
                var noGradient = new NoGradGuard()) {
            StateDict stored = StateDict.of(file);
            for (Kind kind : Kind.values()) {
                StateDict ofKind = stored.at(prefix(kind));
                weights.named(kind)
                        .forEach((name, tensor) ->
                                TensorScope.run(() -> tensor.detach().copy_(ofKind.get(name, Tensors.shape(tensor)))));
            }
        } catch (WeightFormatException e) {
            throw unusable(path, "is damaged: " + e.getMessage(), e);
        }
    }

    private static void requireChecksum(Path path, SafetensorsFile file) {
        var checksum = new CRC32C();
        for (String name : file.names()) {
            ByteBuffer bytes = file.read(name).bytes();
            checksum.update(bytes);
        }
        var metadata = new TreeMap<>(file.metadata());
        String expected = metadata.remove("checksum");
        checksum.update(metadata.toString().getBytes(StandardCharsets.UTF_8));
        if (!Long.toHexString(checksum.getValue()).equals(expected)) {
            throw unusable(path, "is damaged: its checksum does not fit", null);
        }
    }

    private SortedMap<String, String> metadata() {
        var metadata = new TreeMap<String, String>();
        metadata.put("format", FORMAT);
        metadata.put("config", config.toJson());
        metadata.put("seed", Long.toString(seed));
        metadata.put("steps", Long.toString(steps));
        metadata.put("seconds", Double.toString(seconds));
        metadata.put("earlier_steps", Long.toString(earlierSteps));
        metadata.put("earlier_hours", Double.toString(earlierHours));
        metadata.put("losses", losses.text());
        return metadata;
    }

    private static TrainingState parse(Path path, Map<String, String> metadata) {
        if (!FORMAT.equals(metadata.get("format"))) {
            throw unusable(path, "is not the state of a training", null);
        }
        try {
            return new TrainingState(
                    UNetConfig.fromJson(value(metadata, "config")),
                    Long.parseLong(value(metadata, "seed")),
                    Long.parseLong(value(metadata, "steps")),
                    Double.parseDouble(value(metadata, "seconds")),
                    Long.parseLong(value(metadata, "earlier_steps")),
                    Double.parseDouble(value(metadata, "earlier_hours")),
                    RunningMeans.parse(value(metadata, "losses")));
        } catch (NumberFormatException e) {
            throw unusable(path, "is damaged: " + e.getMessage(), e);
        }
    }

    private static String value(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new NumberFormatException("no " + key);
        }
        return value;
    }

    private static UserError unusable(Path path, String what, @Nullable Throwable cause) {
        return new UserError(
                ExitCode.MODEL,
                path + ": " + what,
                "Remove it, and go on from the last weights with --from instead of --resume.",
                cause);
    }

    private static String prefix(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
