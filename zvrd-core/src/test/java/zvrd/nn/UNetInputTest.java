package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class UNetInputTest {
    private static final String COMMON = """
            "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,2", "attention_resolutions": "8",
            "num_head_channels": 32}""";
    private static final UNetConfig PLAIN = UNetConfig.fromJson("{\"image_size\": 16, " + COMMON);
    private static final UNetConfig CLASSES =
            UNetConfig.fromJson("{\"image_size\": 16, \"class_cond\": true, " + COMMON);
    private static final UNetConfig UPSAMPLER =
            UNetConfig.fromJson("{\"large_size\": 16, \"small_size\": 8, " + COMMON);
    private static final double[] TIME = {250};

    /** Sums of float32 in another order. */
    private static final double ROUNDING = 1e-4;

    @Test
    void aClassIsAShiftOfTheTimestepsFeatures() {
        try (var scope = new TensorScope();
                var untracked = new NoGradGuard();
                UNet conditional = random(CLASSES);
                UNet plain = random(PLAIN)) {
            copy(conditional, plain);
            Tensor rows = parameter(conditional, "label_emb.weight");
            Tensor x = torch.randn(2, 3, 16, 16);
            Tensor labelled = output(conditional, x, new long[] {7, 998}, null);
            for (int n = 0; n < 2; n++) {
                Tensor bias = parameter(plain, "time_embed.2.bias");
                Tensor shift = rows.select(0, n == 0 ? 7 : 998);
                bias.add_(shift);
                assertThat(largest(output(plain, x.narrow(0, n, 1), null, null).sub(labelled.narrow(0, n, 1))))
                        .isLessThan(ROUNDING);
                bias.sub_(shift);
            }
        }
    }

    @Test
    void anUpsamplerSeesTheEnlargedImageBesideTheNoisyOne() {
        try (var scope = new TensorScope();
                var untracked = new NoGradGuard();
                UNet upsampler = random(UPSAMPLER);
                UNet plain = random(PLAIN)) {
            copy(upsampler, plain);
            Tensor stem = parameter(plain, "input_blocks.0.0.weight");
            parameter(upsampler, "input_blocks.0.0.weight").copy_(torch.cat(new TensorVector(stem, stem), 1));
            Tensor x = torch.randn(1, 3, 16, 16);
            Tensor small = torch.randn(1, 3, 8, 8);
            Tensor large = bilinear(small);
            Tensor expected = output(plain, x.add(large), null, null); // one stem for both: it sees their sum
            assertThat(largest(output(upsampler, x, null, small).sub(expected))).isLessThan(ROUNDING);
        }
    }

    @Test
    void whatTheNetworkCannotUseIsRefused() {
        try (var scope = new TensorScope();
                UNet plain = UNet.fresh(PLAIN, 1, Precision.FLOAT32);
                UNet conditional = UNet.fresh(CLASSES, 1, Precision.FLOAT32)) {
            Tensor x = torch.randn(2, 3, 16, 16);
            assertThatThrownBy(() -> output(plain, torch.randn(2, 3, 15, 16), null, null))
                    .hasMessageContaining("multiples of 2");
            assertThatThrownBy(() -> plain.forward(x, new double[3], Attention.plain()))
                    .hasMessageContaining("timesteps: expected 1 or 2");
            assertThatThrownBy(() -> output(plain, x, new long[] {1, 2}, null)).hasMessageContaining("labels");
            assertThatThrownBy(() -> output(conditional, x, null, null)).hasMessageContaining("labels");
            assertThatThrownBy(() -> output(conditional, x, new long[] {1}, null))
                    .hasMessageContaining("labels");
            assertThatThrownBy(() -> output(plain, x, null, x)).hasMessageContaining("low-resolution");
        }
    }

    private static UNet random(UNetConfig config) {
        UNet network = UNet.fresh(config, 5, Precision.FLOAT32);
        torch.manual_seed(5);
        TensorScope.run(() -> network.parameters()
                .values()
                .forEach(parameter -> parameter.add_(torch.randn(parameter.shape()), new Scalar(0.03))));
        return network;
    }

    /** Parameters of the same name and shape. */
    private static void copy(UNet from, UNet to) {
        Map<String, Tensor> source = from.parameters();
        TensorScope.run(() -> to.parameters().forEach((name, tensor) -> {
            Tensor other = source.get(name);
            if (other != null && Arrays.equals(other.shape(), tensor.shape())) {
                tensor.copy_(other);
            }
        }));
    }

    private static Tensor parameter(UNet network, String name) {
        Tensor parameter = network.parameters().get(name);
        assertThat(parameter).as(name).isNotNull();
        return Objects.requireNonNull(parameter);
    }

    private static Tensor output(UNet network, Tensor x, long @Nullable [] labels, @Nullable Tensor small) {
        return network.forward(new UNetInput(x, TIME, labels, small), Attention.plain(), FeatureTap.none());
    }

    /** Twice the size; every output stands a quarter of an input pixel off the nearest, edges repeat. */
    private static Tensor bilinear(Tensor x) {
        Tensor rows = doubled(x, 2);
        return doubled(rows, 3);
    }

    private static Tensor doubled(Tensor x, int dimension) {
        long side = x.size(dimension);
        Tensor before =
                torch.cat(new TensorVector(x.narrow(dimension, 0, 1), x.narrow(dimension, 0, side - 1)), dimension);
        Tensor after = torch.cat(
                new TensorVector(x.narrow(dimension, 1, side - 1), x.narrow(dimension, side - 1, 1)), dimension);
        Tensor even = x.mul(new Scalar(0.75)).add(before, new Scalar(0.25));
        Tensor odd = x.mul(new Scalar(0.75)).add(after, new Scalar(0.25));
        return torch.stack(new TensorVector(even, odd), dimension + 1).flatten(dimension, dimension + 1);
    }

    private static double largest(Tensor x) {
        return torch.abs(x).max().item_double();
    }
}
