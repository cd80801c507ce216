package zvrd.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class NetworkDenoiserTest {
    @Test
    void noiseAndVarianceAreTheHalvesOfTheNetworksOutput() {
        try (UNet network = network("true", "false")) {
            TensorScope.run(() -> {
                Tensor xt = image();
                Prediction prediction = new NetworkDenoiser(network, NoiseSchedule.linear(1000)).predict(xt, 500);
                Tensor joined = torch.cat(
                        new TensorVector(prediction.epsilon(), Objects.requireNonNull(prediction.variance())), 1);
                assertSame(joined, network.forward(xt, new double[] {500}, Attention.plain()));
            });
        }
    }

    @Test
    void aNetworkTrainedOnRescaledTimestepsIsToldThousandths() {
        try (UNet network = network("false", "true")) {
            TensorScope.run(() -> {
                Tensor xt = image();
                Prediction prediction = new NetworkDenoiser(network, NoiseSchedule.cosine(4000)).predict(xt, 1000);
                assertThat(prediction.variance()).isNull();
                assertSame(prediction.epsilon(), network.forward(xt, new double[] {250}, Attention.plain()));
            });
        }
    }

    @Test
    void refusesNetworksThatWantALabel() {
        String config = """
                {"image_size": 32, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1",
                 "attention_resolutions": "", "num_head_channels": 16, "class_cond": true}""";
        try (UNet network = UNet.fresh(UNetConfig.fromJson(config), 1, Precision.FLOAT32)) {
            assertThatThrownBy(() -> new NetworkDenoiser(network, NoiseSchedule.linear(1000)))
                    .hasMessageContaining("unconditional");
        }
    }

    private static UNet network(String learnSigma, String rescaled) {
        String config = """
                {"image_size": 32, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1",
                 "attention_resolutions": "16", "num_head_channels": 16, "class_cond": false,
                 "learn_sigma": %s, "rescale_timesteps": %s}""".formatted(learnSigma, rescaled);
        return UNet.fresh(UNetConfig.fromJson(config), 1, Precision.FLOAT32);
    }

    private static Tensor image() {
        torch.manual_seed(1);
        return torch.randn(1, 3, 16, 16);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.sub(expected).abs().max().item_float()).isZero();
    }
}
