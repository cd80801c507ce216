package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import zvrd.nn.Raft.Encoded;
import zvrd.nn.Raft.Flow;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFormatException;

@ExtendWith(LeakGuard.class)
class RaftTest {
    private static final int HEIGHT = 128;
    private static final int WIDTH = 160;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void alone() {
        KernelThreads.single();
    }

    /** What was stored of a run of the authors' code, to 8 digits. */
    private record Golden(double mean, double std, double... first) {
        /** Within 1e-5: 3 iterations of a float32 network, whose rounding errors are of that order at correlations of 50. */
        void compare(Tensor flow) {
            assertThat(flow.mean().item_double()).isCloseTo(mean, within(1e-5));
            assertThat(flow.std(false).item_double()).isCloseTo(std, within(1e-5));
            float[] values = Tensors.toFloats(flow);
            for (int i = 0; i < first.length; i++) {
                assertThat((double) values[i]).isCloseTo(first[i], within(1e-5));
            }
        }
    }

    @Test
    void theGoldenNumbersOfTheLargeNetworkAreReproduced() {
        compare(
                FilledRaft.large(folder.resolve("large.safetensors")),
                new Golden(-0.01637334, 0.00536504, -0.0048242, -0.0097755, -0.0097272, -0.0097268),
                new Golden(-0.12179564, 0.04058185, -0.0306756, -0.0307207));
    }

    @Test
    void theGoldenNumbersOfTheSmallNetworkAreReproduced() {
        compare(
                FilledRaft.small(folder.resolve("small.safetensors")),
                new Golden(0.01893209, 0.01875146, 0.0430631, 0.0425009),
                new Golden(0.15025017, 0.15037137, 0.3445051, 0.3439676));
    }

    private static void compare(Path weights, Golden coarse, Golden full) {
        try (TensorFile file = SafetensorsFile.open(weights);
                var scope = new TensorScope();
                Raft network = Raft.of(StateDict.of(file))) {
            Encoded from = network.encode(waves(0, 0));
            Encoded to = network.encode(waves(2, 1));
            Flow flow = network.flow(from, to, 3);
            coarse.compare(flow.coarse());
            full.compare(flow.full());
        }
    }

    @Test
    void theNormThatTheAuthorsFilesHaveTwiceIsEnoughOnce() {
        Path twice = FilledRaft.large(folder.resolve("twice.safetensors"));
        Path once = renamed(twice, "once", name -> name.contains(".downsample.1.") ? "" : name);
        Path first = renamed(twice, "first", name -> name.contains(".norm3.") ? "" : name);
        // the names differ in their values here: downsample.1 is the one that counts
        assertThat(Arrays.equals(context(twice), context(first))).isTrue();
        assertThat(Arrays.equals(context(once), context(first))).isFalse();
    }

    @Test
    void otherNetworksAreRefusedWithTheirFirstOddTensor() {
        Path raft = FilledRaft.small(folder.resolve("small.safetensors"));
        assertThatThrownBy(() -> context(renamed(raft, "odd", name -> name.replace("fnet", "net"))))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("no RAFT");
        assertThatThrownBy(() -> context(renamed(raft, "odd", name -> name.replace("gru.convz.", "gru.convx."))))
                .hasMessageContaining("gru.convz.weight");
        assertThatThrownBy(() -> context(renamed(
                        FilledRaft.large(folder.resolve("large.safetensors")),
                        "odd",
                        name -> name.replace("cnet.norm1.bias", "cnet.norm9.bias"))))
                .hasMessageContaining("cnet.norm1.bias");
        assertThatThrownBy(() -> context(renamed(raft, "odd", name -> name.replace("num_batches_tracked", "gain"))))
                .hasMessageContaining("cnet.layer2.0.downsample.1.gain");
    }

    @Test
    void framesThatDoNotFitTheGridAreRefused() {
        Path raft = FilledRaft.small(folder.resolve("small.safetensors"));
        try (TensorFile file = SafetensorsFile.open(raft);
                var scope = new TensorScope();
                Raft network = Raft.of(StateDict.of(file))) {
            for (long side : new long[] {120, 132}) {
                assertThatThrownBy(() -> network.encode(torch.zeros(1, 3, 128, side)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("128, " + side);
            }
        }
    }

    private static float[] context(Path weights) {
        try (TensorFile file = SafetensorsFile.open(weights);
                var scope = new TensorScope();
                Raft network = Raft.of(StateDict.of(file))) {
            return Tensors.toFloats(network.encode(waves(0, 0)).context());
        }
    }

    /** A copy of {@code weights} by other names, without those that have none. */
    private Path renamed(Path weights, String stem, UnaryOperator<String> rename) {
        Path copy = folder.resolve(stem + ".safetensors");
        try (TensorFile file = SafetensorsFile.open(weights)) {
            var tensors = new LinkedHashMap<String, TensorData>();
            for (String name : file.names()) {
                String other = rename.apply(name);
                if (!other.isEmpty()) {
                    tensors.put(other, file.read(name));
                }
            }
            SafetensorsWriter.write(copy, Map.of(), tensors);
        }
        return copy;
    }

    /** A pattern of waves moved by ({@code right}, {@code down}), on [-1, 1]. */
    private static Tensor waves(int right, int down) {
        float[] pixels = new float[3 * HEIGHT * WIDTH];
        for (int c = 0; c < 3; c++) {
            for (int v = 0; v < HEIGHT; v++) {
                for (int u = 0; u < WIDTH; u++) {
                    double x = u - right;
                    double y = v - down;
                    double level =
                            127.5 + 100 * Math.sin(0.21 * x + 0.13 * y + c) * Math.cos(0.17 * y - 0.07 * x + 0.5 * c);
                    pixels[(c * HEIGHT + v) * WIDTH + u] = (float) (2 * level / 255 - 1);
                }
            }
        }
        return Tensors.of(pixels, 1, 3, HEIGHT, WIDTH);
    }
}
