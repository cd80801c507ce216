package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.tensor.LeakGuard;

@ExtendWith(LeakGuard.class)
class UNetShapesTest {
    /** Counted with published code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "552814086 | 566 | {}",
                "553838086 | 567 | {\"class_cond\": true}",
                "558997638 | 645 | {\"class_cond\": true, \"image_size\": 512}",
                "557973638 | 644 | {\"image_size\": 512, \"rescale_timesteps\": true}",
                "295904454 | 541 | {\"class_cond\": true, \"image_size\": 64, \"num_channels\": 192, \"num_res_blocks\": 3,"
                        + " \"use_new_attention_order\": true}",
                "421529606 | 493 | {\"class_cond\": true, \"image_size\": 128, \"num_head_channels\": -1}",
                "311795910 | 567 | {\"class_cond\": true, \"large_size\": 256, \"small_size\": 64,"
                        + " \"num_channels\": 192, \"num_head_channels\": -1}",
                "308835270 | 537 | {\"class_cond\": true, \"large_size\": 512, \"small_size\": 128,"
                        + " \"num_channels\": 192, \"attention_resolutions\": \"32,16\"}",
                "93563910 | 362 | {\"num_channels\": 128, \"num_res_blocks\": 1, \"attention_resolutions\": \"16\"}",
            })
    void thePublishedNetworksHaveTheirPublishedSizes(long parameters, int tensors, String json) {
        Map<String, long[]> shapes = UNet.parameterShapes(UNetConfig.fromJson(json));
        assertThat(shapes).hasSize(tensors);
        assertThat(shapes.values().stream().mapToLong(UNetShapesTest::elements).sum())
                .isEqualTo(parameters);
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
}
