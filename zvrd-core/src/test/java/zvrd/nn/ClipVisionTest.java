package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import zvrd.nn.ClipVision.Activation;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFormatException;

@ExtendWith(LeakGuard.class)
class ClipVisionTest {
    @TempDir
    private Path folder = Path.of("");

    /** From published code; 1e-5 as for every float32 network of this depth. */
    @Test
    void theGoldenNumbersOfTheSineFilledTransformerAreReproduced() {
        Path file = TinyClip.openAi(folder.resolve("golden.safetensors"), ScalarType.Float, Map.of());
        float[] out = embedding(file, Activation.QUICK_GELU);
        assertThat(out).hasSize(16);
        double[] first = {-0.1229453, -0.9182551, -1.5892833, -2.0452101, -2.2243266, -2.102391};
        for (int i = 0; i < first.length; i++) {
            assertThat(out[i]).isCloseTo((float) first[i], within(1e-5f));
        }
        assertThat(out[13]).isCloseTo(2.1997731f, within(1e-5f));
        assertThat(out[15]).isCloseTo(1.3959199f, within(1e-5f));
    }

    @Test
    void huggingFacesNamesMakeTheSameNetwork() {
        Path openAi = TinyClip.openAi(folder.resolve("openai.safetensors"), ScalarType.Float, Map.of());
        Path other = TinyClip.huggingFace(folder.resolve("hf.safetensors"));
        assertThat(embedding(other, Activation.QUICK_GELU)).isEqualTo(embedding(openAi, Activation.QUICK_GELU));
    }

    @Test
    void theActivationIsKnownByTheTypeOrTheMetadataOfTheFile() {
        Path half = TinyClip.openAi(folder.resolve("half.safetensors"), ScalarType.Half, Map.of());
        Path single = TinyClip.openAi(folder.resolve("single.safetensors"), ScalarType.Float, Map.of());
        Path told = TinyClip.openAi(
                folder.resolve("told.safetensors"), ScalarType.Float, Map.of("activation", "quick_gelu"));
        Path wrong =
                TinyClip.openAi(folder.resolve("wrong.safetensors"), ScalarType.Float, Map.of("activation", "swish"));
        Path huggingFace = TinyClip.huggingFace(folder.resolve("hf.safetensors"));
        assertThat(activation(half)).isEqualTo(Activation.QUICK_GELU);
        assertThat(activation(single)).isEqualTo(Activation.GELU);
        assertThat(activation(told)).isEqualTo(Activation.QUICK_GELU);
        assertThat(activation(huggingFace)).isEqualTo(Activation.QUICK_GELU);
        assertThatThrownBy(() -> activation(wrong)).hasMessageContaining("swish");
        assertThat(embedding(single, Activation.GELU)).isNotEqualTo(embedding(single, Activation.QUICK_GELU));
    }

    @Test
    void parametersCollectNoGradients() {
        Path file = TinyClip.openAi(folder.resolve("tiny.safetensors"), ScalarType.Float, Map.of());
        try (TensorFile weights = SafetensorsFile.open(file);
                var scope = new TensorScope();
                ClipVision network = ClipVision.of(StateDict.of(weights))) {
            assertThat(network.forward(sine()).requires_grad()).isFalse();
        }
    }

    @Test
    void filesWithoutOrWithAnUnknownEncoderAreRefused() {
        Path file = folder.resolve("net.safetensors");
        assertThatThrownBy(() -> open(file, Map.of("out.2.bias", new long[] {1})))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("no image encoder");
        assertThatThrownBy(() -> open(
                        file,
                        Map.of(
                                "visual.conv1.weight", new long[] {8, 3, 4, 4},
                                "visual.class_embedding", new long[] {8},
                                "visual.positional_embedding", new long[] {6, 8})))
                .hasMessageContaining("5 patches");
        assertThatThrownBy(() -> open(
                        file,
                        Map.of(
                                "visual.conv1.weight", new long[] {8},
                                "visual.class_embedding", new long[] {8},
                                "visual.positional_embedding", new long[] {5, 8})))
                .hasMessageContaining("dimensions");
        assertThatThrownBy(() -> open(
                        file,
                        Map.of(
                                "visual.conv1.weight", new long[] {8, 3, 4, 4},
                                "visual.class_embedding", new long[] {8},
                                "visual.positional_embedding", new long[] {5, 8},
                                "visual.ln_pre.weight", new long[] {8},
                                "visual.ln_pre.bias", new long[] {8},
                                "visual.ln_post.weight", new long[] {8},
                                "visual.ln_post.bias", new long[] {8},
                                "visual.proj", new long[] {8, 4},
                                "visual.rel_pos.weight", new long[] {8})))
                .hasMessageContaining("visual.rel_pos.weight");
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        Path file = TinyClip.openAi(folder.resolve("tiny.safetensors"), ScalarType.Float, Map.of());
        try (TensorFile weights = SafetensorsFile.open(file);
                var scope = new TensorScope();
                ClipVision network = ClipVision.of(StateDict.of(weights))) {
            Tensor small = Tensors.of(new float[3 * 16 * 16], 1, 3, 16, 16);
            assertThatThrownBy(() -> network.forward(small))
                    .hasMessageContaining("[N, 3, 32, 32]")
                    .hasMessageContaining("16, 16");
        }
    }

    private void open(Path path, Map<String, long[]> shapes) {
        var tensors = new LinkedHashMap<String, TensorData>();
        shapes.forEach((name, shape) -> TensorScope.run(() -> {
            int count = 1;
            for (long side : shape) {
                count *= (int) side;
            }
            tensors.put(name, TensorData.copyOf(Tensors.of(new float[count], shape)));
        }));
        SafetensorsWriter.write(path, Map.of(), tensors);
        try (TensorFile file = SafetensorsFile.open(path)) {
            ClipVision.of(StateDict.of(file)).close();
        }
    }

    private static Activation activation(Path path) {
        try (TensorFile file = SafetensorsFile.open(path)) {
            return ClipNames.in(StateDict.of(file)).activation();
        }
    }

    private static float[] embedding(Path path, Activation activation) {
        try (TensorFile file = SafetensorsFile.open(path);
                var scope = new TensorScope();
                ClipVision network = ClipVision.of(StateDict.of(file), TinyClip.HEADS, activation)) {
            assertThat(network.resolution()).isEqualTo(TinyClip.SIDE);
            return Tensors.toFloats(network.forward(sine()));
        }
    }

    private static Tensor sine() {
        float[] values = new float[3 * TinyClip.SIDE * TinyClip.SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.011 * i);
        }
        return Tensors.of(values, 1, 3, TinyClip.SIDE, TinyClip.SIDE);
    }
}
