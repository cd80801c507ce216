package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFiles;

@Tag("conformance")
@ExtendWith(LeakGuard.class)
class CkptConformanceTest {
    static Stream<Path> checkpoints() {
        return Fixtures.folder("ckpt").filter(file -> !file.toString().endsWith(".safetensors"));
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void everyContainerHoldsTheExpectedBytes(Path path) {
        try (TensorFile actual = WeightFiles.open(path);
                TensorFile expected = SafetensorsFile.open(expectedFor(path))) {
            assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            for (String name : expected.names()) {
                assertThat(actual.info(name).shape())
                        .as(name)
                        .isEqualTo(expected.info(name).shape());
                TensorData values = actual.read(name);
                assertThat(values.bytes())
                        .as(name)
                        .isEqualTo(rounded(expected.read(name), values).bytes());
            }
        }
    }

    /** X_expected beside a checkpoint X_…, or X_weights one folder up. */
    private static Path expectedFor(Path path) {
        String name = String.valueOf(path.getFileName());
        for (int end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1)) {
            Path beside = path.resolveSibling(name.substring(0, end) + "_expected.safetensors");
            Path above = path.resolveSibling("..").resolve(name.substring(0, end) + "_weights.safetensors");
            if (Files.exists(beside) || Files.exists(above)) {
                return Files.exists(beside) ? beside : above;
            }
        }
        throw new TestAbortedException("nothing is stored to compare " + path + " with");
    }

    /** The expected values in the type they were saved in: half-precision checkpoints hold rounded ones. */
    private static TensorData rounded(TensorData expected, TensorData saved) {
        if (expected.type() == saved.type()) {
            return expected;
        }
        try (var scope = new TensorScope()) {
            Tensor type = saved.toTensor();
            return TensorData.copyOf(expected.toTensor().to(type.scalar_type()));
        }
    }
}
