package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.ExitCode;
import zvrd.UserError;

class UNetConfigTest {
    @Test
    void nothingSaidIsTheUnconditionalImageNetModelAt256() {
        UNetConfig config = UNetConfig.fromJson("{}");
        assertThat(config.imageSize()).isEqualTo(256);
        assertThat(config.multipliers()).isEqualTo(List.of(1.0, 1.0, 2.0, 2.0, 4.0, 4.0));
        assertThat(config.attentionDownsamplings()).isEqualTo(Set.of(8, 16, 32));
        assertThat(config.stride()).isEqualTo(32);
        assertThat(config.outChannels()).isEqualTo(6);
        assertThat(config.headsAt(512, true)).isEqualTo(8);
    }

    @Test
    void multipliersMayBeFractionsAndFollowFromTheImageSize() {
        UNetConfig config = UNetConfig.fromJson("{\"image_size\": 512, \"channel_mult\": \"\"}");
        assertThat(config.multipliers()).isEqualTo(List.of(0.5, 1.0, 1.0, 2.0, 2.0, 4.0, 4.0));
        assertThat(config.channels(0)).isEqualTo(128);
        assertThat(config.attentionDownsamplings()).isEqualTo(Set.of(16, 32, 64));
    }

    @Test
    void anUpsamplerIsMeasuredByItsLargeSize() {
        UNetConfig config = UNetConfig.fromJson("""
                {"large_size": 512, "small_size": 128, "num_channels": 192, "attention_resolutions": "32,16",
                 "class_cond": true, "num_heads": 4}""");
        assertThat(config.superResolution()).isTrue();
        assertThat(config.inChannels()).isEqualTo(6);
        assertThat(config.multipliers()).isEqualTo(List.of(1.0, 1.0, 2.0, 2.0, 4.0, 4.0));
        assertThat(config.attentionDownsamplings()).isEqualTo(Set.of(16, 32));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        for (String json : List.of(
                "{}",
                "{\"image_size\": 512, \"rescale_timesteps\": true}",
                "{\"large_size\": 256, \"small_size\": 64, \"num_channels\": 192, \"num_head_channels\": -1}",
                "{\"image_size\": 64, \"use_new_attention_order\": true, \"num_heads_upsample\": 2}")) {
            UNetConfig config = UNetConfig.fromJson(json);
            assertThat(UNetConfig.fromJson(config.toJson())).isEqualTo(config);
        }
    }

    @Test
    void optionsThatDoNotShapeTheNetworkAreAccepted() {
        assertThat(UNetConfig.fromJson("{\"dropout\": 0.1, \"use_fp16\": true, \"noise_schedule\": \"linear\"}"))
                .isEqualTo(UNetConfig.fromJson("{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num_chanels | 32",
                "num_channels | 33",
                "num_channels | 2.5",
                "num_channels | -32",
                "num_channels | \"32\"",
                "num_res_blocks | 0",
                "channel_mult | \"1,x\"",
                "channel_mult | \"1,,2\"",
                "channel_mult | \"1,1,1,1,1,1,1,1,1,1,1,1,1\"",
                "channel_mult | \"0,1\"",
                "channel_mult | \"1,1e9\"",
                "channel_mult | \"NaN,1\"",
                "attention_resolutions | \"512\"",
                "attention_resolutions | \"0\"",
                "num_head_channels | 48",
                "num_head_channels | 0",
                "learn_sigma | \"yes\"",
                "predict_xstart | true",
            })
    void anImpossibleOptionIsNamed(String option, String value) {
        assertThatThrownBy(() -> UNetConfig.fromJson("{\"" + option + "\": " + value + "}"))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.code()).isEqualTo(ExitCode.MODEL))
                .hasMessageContaining(option);
    }

    @Test
    void theImageMustDivideDownToTheLastLevel() {
        assertThatThrownBy(() -> UNetConfig.fromJson("{\"image_size\": 100, \"channel_mult\": \"1,1,1,1\"}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("image_size")
                .hasMessageContaining("a multiple of 8");
    }

    @ParameterizedTest
    @CsvSource({"[1]", "{", "7", "''"})
    void textThatIsNoObjectIsRefused(String json) {
        assertThatThrownBy(() -> UNetConfig.fromJson(json)).isInstanceOf(UserError.class);
    }
}
