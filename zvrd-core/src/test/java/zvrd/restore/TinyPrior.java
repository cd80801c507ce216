package zvrd.restore;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;

/** A network file of 150 k random parameters, so that the whole way of a clip runs in a second. */
public final class TinyPrior {
    /** guided-diffusion's options of it: two levels, attention at the second, learned variance. */
    public static final String OPTIONS = """
            {"image_size": 32, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1", "attention_resolutions": "16",
             "num_head_channels": 16, "learn_sigma": true, "resblock_updown": true, "use_scale_shift_norm": true}""";

    private TinyPrior() {}

    /** Writes it to {@code file} under {@code options}. */
    public static Path write(Path file, String options) {
        try (var scope = new TensorScope();
                UNet network = UNet.fresh(UNetConfig.fromJson(options), 3, Precision.FLOAT32)) {
            var tensors = new LinkedHashMap<String, TensorData>();
            network.parameters().forEach((name, value) -> {
                // zero-initialised layers would make the answer 0 whatever goes in
                var moved = value.detach().add(new Scalar(name.endsWith("weight") ? 0.01 : 0.001));
                tensors.put(name, TensorData.copyOf(moved));
            });
            SafetensorsWriter.write(file, Map.of("config", options), tensors);
        }
        return file;
    }
}
