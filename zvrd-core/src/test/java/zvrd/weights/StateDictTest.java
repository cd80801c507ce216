package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class StateDictTest {
    @TempDir
    Path folder;

    private Path path = Path.of("");

    @BeforeEach
    void writeAFile() {
        path = folder.resolve("net.safetensors");
        var tensors = new LinkedHashMap<String, TensorData>();
        TensorScope.run(() -> {
            Tensor ramp = torch.arange(new Scalar(6.0)).div(new Scalar(4.0));
            tensors.put(
                    "b.in_layers.0.weight", TensorData.copyOf(ramp.reshape(2, 3).t()));
            tensors.put("b.in_layers.0.bias", TensorData.copyOf(ramp.to(ScalarType.Half)));
            tensors.put("b.bf", TensorData.copyOf(ramp.to(ScalarType.BFloat16)));
            tensors.put("scalar", TensorData.copyOf(ramp.sum()));
        });
        SafetensorsWriter.write(path, Map.of("config", "{}"), tensors);
    }

    @Test
    void givesFloat32OfEveryStoredType() {
        try (TensorFile file = SafetensorsFile.open(path);
                var scope = new TensorScope()) {
            StateDict layer = StateDict.of(file).at("b").at("in_layers.0");
            Tensor weight = layer.get("weight", 3, 2);
            assertThat(weight.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(weight.get(2).get(1).item_float()).isEqualTo(1.25f); // a transposed view was written out
            assertThat(layer.get("bias", 6).get(5).item_float()).isEqualTo(1.25f);
            assertThat(StateDict.of(file).get("b.bf", 6).get(5).item_float()).isEqualTo(1.25f);
            assertThat(StateDict.of(file).get("scalar").item_float()).isEqualTo(3.75f);
        }
    }

    @Test
    void namesWhatIsMissingMisshapenOrExtra() {
        try (TensorFile file = SafetensorsFile.open(path)) {
            StateDict block = StateDict.of(file).at("b");
            assertThatThrownBy(() -> block.get("out.weight", 3))
                    .hasMessageContaining("net.safetensors: tensor \"b.out.weight\" is missing")
                    .hasMessageContaining("[3]");
            assertThatThrownBy(() -> block.at("in_layers.0").get("weight", 6))
                    .hasMessageContaining("tensor \"b.in_layers.0.weight\" has shape [3, 2], the network expects [6]");
            TensorScope.run(() -> block.get("bf", 6));
            assertThat(block.unused()).containsExactly("b.in_layers.0.weight", "b.in_layers.0.bias");
            assertThatThrownBy(block::refuseUnused)
                    .isInstanceOf(WeightFormatException.class)
                    .hasMessageContaining("does not know: \"b.in_layers.0.weight\", \"b.in_layers.0.bias\"");
            assertThat(block.has("bf")).isTrue();
            assertThat(block.has("scalar")).isFalse();
            assertThat(block.metadata()).containsEntry("config", "{}");
        }
    }
}
