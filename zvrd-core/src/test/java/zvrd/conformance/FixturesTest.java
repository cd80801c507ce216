package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

@ExtendWith(LeakGuard.class)
class FixturesTest {
    @Test
    void opensEveryFileOfAKindWithItsMetadata() {
        List<Path> files = Fixtures.files("unet_").toList();
        assertThat(files).isNotEmpty();
        for (Path path : files) {
            try (TensorFile file = Fixtures.open(path)) {
                TensorScope.run(() -> assertThat(
                                Fixtures.tensor(file, file.names().iterator().next())
                                        .defined())
                        .isTrue());
            }
        }
    }

    @Test
    void closenessIsRelativeToTheLargestValueAndRefusesNan() {
        try (var scope = new TensorScope()) {
            Tensor expected = torch.ones(3).mul(scalar(100));
            Fixtures.assertClose(expected.add(scalar(0.01)), expected, 1.1e-4); // 0.01 / 100
            assertThatThrownBy(() -> Fixtures.assertClose(expected.add(scalar(0.02)), expected, 1.1e-4))
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(
                            () -> Fixtures.assertClose(expected.div(scalar(0)).mul(scalar(0)), expected, 1))
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() ->
                            Fixtures.assertClose(torch.ones(4), torch.ones(1).to(ScalarType.Float), 1))
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static Scalar scalar(double value) {
        return new Scalar(value);
    }
}
