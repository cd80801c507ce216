package zvrd.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.nn.UNetConfig;
import zvrd.tensor.TensorScope;
import zvrd.train.LearnedWeights.Kind;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;

/** Writes what a training made as a checkpoint for everyone: the average in float16, with what it takes to use it. */
final class WeightExport {
    private WeightExport() {}

    /** Writes the average of {@code weights} to {@code path}, trained for {@code steps} steps and {@code hours}. */
    static void write(Path path, LearnedWeights weights, UNetConfig config, long steps, double hours) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("config", config.toJson());
        metadata.put("steps", Long.toString(steps));
        metadata.put("hours", String.format(Locale.ROOT, "%.4f", hours));
        var tensors = new LinkedHashMap<String, TensorData>();
        weights.named(Kind.AVERAGE)
                .forEach((name, tensor) ->
                        TensorScope.run(() -> tensors.put(name, TensorData.copyOf(tensor.to(ScalarType.Half)))));
        SafetensorsWriter.write(path, metadata, tensors);
    }
}
