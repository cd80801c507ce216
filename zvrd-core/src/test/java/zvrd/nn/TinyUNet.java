package zvrd.nn;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;

/** A U-Net that has learned nothing, but in which no weight is zero. */
public final class TinyUNet {
    /** Its shape; 64 channels in the middle, sides are multiples of 4. */
    public static final UNetConfig CONFIG = UNetConfig.fromJson("""
            {"image_size": 64, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1,2",
             "attention_resolutions": "16", "num_head_channels": 32, "use_new_attention_order": false}""");

    private TinyUNet() {}

    /** Writes it. */
    public static Path write(Path file) {
        try (var scope = new TensorScope();
                UNet network = UNet.fresh(CONFIG, 3, Precision.FLOAT32);
                var constant = new NoGradGuard()) {
            torch.manual_seed(3);
            var tensors = new LinkedHashMap<String, TensorData>();
            network.parameters().forEach((name, value) -> {
                Tensor moved = value.add(torch.randn(value.shape()), new Scalar(0.02));
                tensors.put(name, TensorData.copyOf(moved));
            });
            SafetensorsWriter.write(file, Map.of(), tensors);
        }
        return file;
    }
}
