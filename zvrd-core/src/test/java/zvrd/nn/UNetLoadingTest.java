package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFormatException;

@ExtendWith(LeakGuard.class)
class UNetLoadingTest {
    private static final UNetConfig CONFIG = UNetConfig.fromJson("""
            {"image_size": 16, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1",
             "attention_resolutions": "8", "num_head_channels": 32}""");

    @TempDir
    Path folder;

    @Test
    void aNetworkReadBackFromAFileIsTheSame() {
        Path file = write(tensors -> {});
        try (var scope = new TensorScope();
                TensorFile stored = SafetensorsFile.open(file);
                UNet original = UNet.fresh(CONFIG, 3, Precision.FLOAT32);
                UNet read = UNet.trainable(CONFIG, StateDict.of(stored), Precision.FLOAT32)) {
            assertThat(read.parameters().keySet())
                    .containsExactlyElementsOf(original.parameters().keySet());
            read.parameters()
                    .forEach((name, tensor) -> assertThat(
                                    tensor.equal(original.parameters().get(name)))
                            .as(name)
                            .isTrue());
        }
    }

    @Test
    void aNetworkReadForUseComputesWhatItsTrainableTwinDoesButHasNoGradient() {
        Path file = write(UNetLoadingTest::fillZeros);
        try (var scope = new TensorScope();
                TensorFile stored = SafetensorsFile.open(file);
                UNet twin = UNet.trainable(CONFIG, StateDict.of(stored), Precision.FLOAT32);
                UNet used = new UNet(CONFIG, StateDict.of(stored), Precision.FLOAT32)) {
            Tensor x = torch.randn(1, 3, 16, 16);
            Tensor expected = twin.forward(x, new double[] {9}, Attention.plain());
            Tensor difference =
                    used.forward(x, new double[] {9}, Attention.plain()).sub(expected);
            double largest = expected.abs().max().item_double();
            assertThat(largest).isPositive();
            assertThat(difference.abs().max().item_double()).isLessThan(1e-5 * largest); // sums in another order
            Tensor tracked = x.detach().requires_grad_(true);
            assertThatThrownBy(() -> used.forward(tracked, new double[] {9}, Attention.plain()))
                    .hasMessageContaining("UNet.trainable");
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void twoThreadsAtOnceGetTheBytesThatOneGetsAlone(Precision precision) throws Exception {
        float[] pixels = new float[3 * 32 * 48];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(0.7 * i);
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TensorFile stored = SafetensorsFile.open(write(UNetLoadingTest::fillZeros));
                UNet network = new UNet(CONFIG, StateDict.of(stored), precision)) {
            float[] alone = threads.submit(() -> evaluate(network, pixels)).get();
            List<Future<float[]>> together = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                together.add(threads.submit(() -> evaluate(network, pixels)));
            }
            for (Future<float[]> result : together) {
                assertThat(Arrays.equals(result.get(), alone)).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static float[] evaluate(UNet network, float[] pixels) {
        KernelThreads.single();
        try (var scope = new TensorScope()) {
            Tensor x = Tensors.of(pixels, 1, 3, 32, 48);
            return Tensors.toFloats(network.forward(x, new double[] {9}, Attention.plain()));
        }
    }

    /** Nothing zero that a fresh network leaves zero. */
    private static void fillZeros(Map<String, TensorData> tensors) {
        torch.manual_seed(4);
        tensors.put("out.2.weight", data(torch.randn(6, 32, 3, 3)));
        tensors.put("input_blocks.1.0.out_layers.3.weight", data(torch.randn(32, 32, 3, 3)));
        tensors.put("middle_block.1.proj_out.weight", data(torch.randn(32, 32, 1)));
        tensors.put("output_blocks.3.0.out_layers.3.weight", data(torch.randn(32, 32, 3, 3)));
    }

    @Test
    void aMissingTensorIsNamed() {
        refused(tensors -> tensors.remove("middle_block.1.qkv.weight"), "middle_block.1.qkv.weight");
    }

    @Test
    void aMisshapenTensorIsNamedWithBothShapes() {
        refused(
                tensors -> tensors.put("out.0.bias", data(torch.zeros(7))),
                "\"out.0.bias\" has shape [7], the network expects [32]");
    }

    @Test
    void aTensorTooManyIsNamed() {
        refused(tensors -> tensors.put("label_emb.weight", data(torch.zeros(1000, 128))), "label_emb.weight");
    }

    private void refused(Consumer<Map<String, TensorData>> change, String message) {
        Path file = write(change);
        try (TensorFile stored = SafetensorsFile.open(file)) {
            assertThatThrownBy(() -> new UNet(CONFIG, StateDict.of(stored), Precision.BFLOAT16))
                    .isInstanceOf(WeightFormatException.class)
                    .hasMessageContaining(message);
        }
    }

    private Path write(Consumer<Map<String, TensorData>> change) {
        Path file = folder.resolve("net.safetensors");
        try (var scope = new TensorScope();
                UNet network = UNet.fresh(CONFIG, 3, Precision.FLOAT32)) {
            var tensors = new LinkedHashMap<String, TensorData>();
            network.parameters().forEach((name, tensor) -> tensors.put(name, data(tensor)));
            change.accept(tensors);
            SafetensorsWriter.write(file, Map.of(), tensors);
        }
        return file;
    }

    private static TensorData data(Tensor tensor) {
        return TensorData.copyOf(tensor);
    }
}
