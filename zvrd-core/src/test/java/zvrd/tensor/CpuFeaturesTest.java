package zvrd.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CpuFeaturesTest {
    @Test
    void bfloat16IsDecidedByTheInstructionSets() {
        var sapphire = CpuFeatures.parse(Stream.of("processor : 0", "flags\t\t: fpu avx2 fma avx512f amx_bf16"));
        var older = CpuFeatures.parse(Stream.of("flags : fpu avx2 fma"));
        assertThat(sapphire.bfloat16()).isTrue();
        assertThat(older.bfloat16()).isFalse();
        assertThat(sapphire.signature()).isEqualTo("amx_bf16+avx2+avx512f+fma");
        assertThat(CpuFeatures.parse(Stream.of("model name : other")).bfloat16())
                .isFalse();
    }
}
