package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class UNetTest {
    private static final String TINY = """
            {"image_size": 32, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,2",
             "attention_resolutions": "16", "num_head_channels": 16, "use_new_attention_order": %s}""";

    /** From published code; 1e-5 as these parameters, all alike, make the network amplify float32 rounding. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theGoldenNumbersOfTheSineFilledNetworkAreReproduced(boolean newOrder) {
        double[] head = newOrder
                ? new double[] {-0.0465032, -0.0397901, -0.0349781, -0.0313117, -0.0329776, -0.0409526}
                : new double[] {-0.0325789, -0.0002226, 0.0380626, 0.0711221, 0.0947858, 0.1112908};
        double[] moments = newOrder
                ? new double[] {-0.03536773, 0.09458371, 0.69270229}
                : new double[] {-0.03501298, 0.08676228, 0.44058323};
        try (var scope = new TensorScope();
                UNet network = sineFilled(UNetConfig.fromJson(TINY.formatted(newOrder)), Precision.FLOAT32)) {
            assertThat(network.parameters()).hasSize(144);
            float[] out = Tensors.toFloats(network.forward(sine(2, 32, 32), new double[] {37, 901}, Attention.plain()));
            for (int i = 0; i < head.length; i++) {
                assertThat(out[i]).isCloseTo((float) head[i], within(1e-5f));
            }
            assertThat(moments(out)).containsExactly(moments, within(1e-5));
        }
    }

    @Test
    void aBatchOfTwoIsTwoBatchesOfOne() {
        try (var scope = new TensorScope();
                UNet network = sineFilled(UNetConfig.fromJson(TINY.formatted(false)), Precision.FLOAT32)) {
            Tensor x = sine(2, 32, 32);
            Tensor both = network.forward(x, new double[] {37, 901}, Attention.plain());
            Tensor first = network.forward(x.narrow(0, 0, 1), new double[] {37}, Attention.plain());
            Tensor second = network.forward(x.narrow(0, 1, 1), new double[] {901}, Attention.plain());
            assertThat(largest(both.narrow(0, 0, 1).sub(first))).isLessThan(5e-5); // other kernels, other order of sums
            assertThat(largest(both.narrow(0, 1, 1).sub(second))).isLessThan(5e-5);
        }
    }

    @Test
    void bfloat16StaysNearItsFloat32Twin() {
        UNetConfig config = UNetConfig.fromJson(TINY.formatted(false));
        try (var scope = new TensorScope();
                UNet exact = random(config, Precision.FLOAT32);
                UNet fast = random(config, Precision.BFLOAT16)) {
            Tensor x = sine(1, 32, 32);
            Tensor expected = exact.forward(x, new double[] {400}, Attention.plain());
            Tensor found = fast.forward(x, new double[] {400}, Attention.plain());
            // each of some 30 roundings in a row errs by up to 0.4 %, and the norms pass errors on undamped
            assertThat(rms(found.sub(expected))).isLessThan(0.04 * rms(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "BFLOAT16"})
    void everyParameterOfATrainableNetworkGetsAGradient(Precision precision) {
        UNetConfig config = UNetConfig.fromJson(TINY.formatted(false));
        try (var scope = new TensorScope();
                UNet network = sineFilled(config, precision)) {
            network.forward(sine(2, 32, 32), new double[] {37, 901}, Attention.plain())
                    .square()
                    .mean()
                    .backward();
            network.parameters().forEach((name, parameter) -> {
                Tensor gradient = parameter.grad();
                assertThat(gradient.defined()).as(name).isTrue();
                assertThat(largest(gradient)).as(name).isPositive().isFinite();
            });
        }
    }

    @Test
    void aFreshNetworkPredictsZeroUntilItIsTrained() {
        try (var scope = new TensorScope();
                UNet network = UNet.fresh(UNetConfig.fromJson(TINY.formatted(false)), 1, Precision.FLOAT32)) {
            Tensor out = network.forward(sine(1, 32, 32), new double[] {3}, Attention.plain());
            assertThat(largest(out)).isZero();
        }
    }

    /** Element i of the k-th tensor is 0.05·sin(0.37 i + 1.7 k + 0.1), the norms' weights about 1. */
    private static UNet sineFilled(UNetConfig config, Precision precision) {
        UNet network = UNet.fresh(config, 0, precision);
        TensorScope.run(() -> {
            var untracked = new NoGradGuard();
            int k = 0;
            for (var parameter : network.parameters().entrySet()) {
                Tensor tensor = parameter.getValue();
                float[] values = new float[(int) tensor.numel()];
                double offset = tensor.dim() == 1 && parameter.getKey().endsWith(".weight") ? 1 : 0;
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (offset + 0.05 * Math.sin(0.37 * i + 1.7 * k + 0.1));
                }
                tensor.copy_(Tensors.of(values, tensor.shape()));
                k++;
            }
            untracked.close();
        });
        return network;
    }

    /** As a network is drawn for training, but nothing zero. */
    private static UNet random(UNetConfig config, Precision precision) {
        UNet network = UNet.fresh(config, 7, precision);
        TensorScope.run(() -> {
            var untracked = new NoGradGuard();
            torch.manual_seed(7);
            for (Tensor parameter : network.parameters().values()) {
                parameter.add_(torch.randn(parameter.shape()), new Scalar(0.03));
            }
            untracked.close();
        });
        return network;
    }

    private static Tensor sine(int images, int height, int width) {
        float[] values = new float[images * 3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.011 * i);
        }
        return Tensors.of(values, images, 3, height, width);
    }

    private static double[] moments(float[] values) {
        double mean = 0;
        double square = 0;
        double largest = 0;
        for (float v : values) {
            mean += (double) v / values.length;
            square += (double) v * v / values.length;
            largest = Math.max(largest, Math.abs(v));
        }
        return new double[] {mean, Math.sqrt(square - mean * mean), largest};
    }

    private static double rms(Tensor x) {
        return Math.sqrt(x.square().mean().item_double());
    }

    private static double largest(Tensor x) {
        return torch.abs(x).max().item_double();
    }
}
