package zvrd.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;

/** A network with random weights that has learned nothing and is fast, in a file like a real one. */
final class TinyNetwork {
    private static final String OPTIONS = """
            {"image_size": %d, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "%s",
             "attention_resolutions": "16", "num_heads": 1, "num_head_channels": -1, "learn_sigma": true,
             "use_scale_shift_norm": true, "resblock_updown": true, "class_cond": %s}""";

    private TinyNetwork() {}

    /** Writes it; one that wants a class label beside the image if {@code conditional}. */
    static Path write(Path file, boolean conditional) {
        return write(file, OPTIONS.formatted(32, "1,1", conditional));
    }

    /** Writes one that sees frames of 256² as a whole, which takes less time than many small tiles. */
    static Path writeWide(Path file) {
        return write(file, OPTIONS.formatted(256, "1,1,1,1,1", false));
    }

    private static Path write(Path file, String options) {
        try (var scope = new TensorScope();
                UNet network = UNet.fresh(UNetConfig.fromJson(options), 3, Precision.FLOAT32)) {
            var tensors = new LinkedHashMap<String, TensorData>();
            for (Map.Entry<String, Tensor> parameter : network.parameters().entrySet()) {
                tensors.put(parameter.getKey(), TensorData.copyOf(parameter.getValue()));
            }
            SafetensorsWriter.write(file, Map.of("config", options), tensors);
        }
        return file;
    }
}
