package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFiles;

/** Encoder outputs that wait on disk; seeds 1 and 3. */
@ExtendWith(LeakGuard.class)
class SpilledSkipsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void theyComeBackAsTheyWereBitForBitAndTheFileNeitherGrowsNorStays(Precision precision) throws IOException {
        Path spill = Files.createDirectory(folder.resolve("spill"));
        try (TensorFile weights = WeightFiles.open(TinyUNet.write(folder.resolve("tiny.safetensors")));
                UNet network = new UNet(TinyUNet.CONFIG, StateDict.of(weights), precision);
                var inference = new NoGradGuard()) {
            float[] resident = evaluated(network, SkipStore.memory());
            try (SpilledSkips skips = SpilledSkips.in(spill)) {
                assertThat(evaluated(network, skips)).isEqualTo(resident);
                long once = skips.size();
                assertThat(evaluated(network, skips)).isEqualTo(resident);
                assertThat(skips.size()).isEqualTo(once).isPositive();
            }
        }
        try (Stream<Path> left = Files.list(spill)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFolderThatIsNotThereIsRefusedInTwoLines() {
        assertThatThrownBy(() -> SpilledSkips.in(folder.resolve("nowhere")))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.RESOURCES))
                .hasMessageContaining("nowhere");
    }

    /** ε and v of two images whose evaluations are half-way at once. */
    private static float[] evaluated(UNet network, SkipStore store) {
        try (var scope = new TensorScope();
                Halfway first = begun(network, 0, store);
                Halfway second = begun(network, 1, store)) {
            Tensor both = torch.cat(new TensorVector(finished(network, first), finished(network, second)), 0);
            return Tensors.toFloats(both);
        }
    }

    private static Halfway begun(UNet network, int frame, SkipStore store) {
        Tensor image = new NoiseSource(1).normal(NoiseStream.START, 0, frame, 3, 16, 24);
        return network.begin(UNetInput.of(image, new double[] {300}), Attention.plain(), FeatureTap.none(), store);
    }

    private static Tensor finished(UNet network, Halfway halfway) {
        return network.finish(halfway, Attention.plain(), FeatureTap.none(), true);
    }
}
