package zvrd.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import zvrd.ExitCode;
import zvrd.UserError;

class BuiltinModelTest {
    @Test
    void readsAResourceLikeAFile() {
        try (TensorFile file = BuiltinModel.open("/fixtures/ckpt/mixed_expected.safetensors")) {
            assertThat(file.path()).hasToString("builtin");
            TensorData values = file.read("view_offset");
            assertThat(values.bytes().remaining()).isEqualTo(3 * 5 * 4);
            ByteBuffer target = ByteBuffer.allocateDirect(60);
            file.readInto("view_offset", target);
            assertThat(target.flip()).isEqualTo(values.bytes());
        }
    }

    @Test
    void refusesADamagedResourceByTheModelsName() {
        assertThatThrownBy(() -> BuiltinModel.open("/fixtures/hostile/st_overlap.safetensors"))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("builtin: tensor \"b\" begins at byte 24");
    }

    @Test
    void saysThatABuildHasNoPrior() {
        assertThatThrownBy(() -> BuiltinModel.open("/zvrd/models/none.safetensors"))
                .isInstanceOfSatisfying(UserError.class, e -> {
                    assertThat(e.code()).isEqualTo(ExitCode.MODEL);
                    assertThat(e.remedy()).contains("--model");
                });
    }
}
