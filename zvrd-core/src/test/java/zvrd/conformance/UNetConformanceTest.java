package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import zvrd.nn.Attention;
import zvrd.nn.FeatureTap;
import zvrd.nn.TimestepEmbedding;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetInput;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

@Tag("conformance")
@ExtendWith(LeakGuard.class)
class UNetConformanceTest {
    private static final String EMBEDDING = "unet_timestep_embedding";

    static Stream<Path> networks() {
        return Fixtures.files("unet_")
                .filter(file -> !file.getFileName().toString().startsWith(EMBEDDING)
                        && !file.getFileName().toString().endsWith("_weights.safetensors"));
    }

    static Stream<Path> embeddings() {
        return Fixtures.files(EMBEDDING);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyStoredOutputOfTheNetworkIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            List<String> outputs = file.names().stream()
                    .filter(name -> name.equals("output") || name.endsWith(".output"))
                    .toList();
            assertThat(outputs).as("outputs in %s", path).isNotEmpty();
            for (String output : outputs) {
                String run = output.substring(0, output.length() - "output".length());
                TensorScope.run(() -> reproduce(file, run));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("embeddings")
    void everyStoredTimestepEmbeddingIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            for (JsonNode dim : Fixtures.json(file, "dims")) {
                compareEmbedding(file, "embedding.", "timesteps", dim.asInt(), tolerance);
                compareEmbedding(file, "embedding_int.", "timesteps_int", dim.asInt(), tolerance);
            }
        }
    }

    private static void compareEmbedding(TensorFile file, String prefix, String times, int dim, double tolerance) {
        double[] timesteps = doubles(Fixtures.tensor(file, times));
        Tensor rows = Tensors.of(TimestepEmbedding.sinusoids(timesteps, dim), timesteps.length, dim);
        assertWithin(prefix + dim, rows, Fixtures.tensor(file, prefix + dim), tolerance);
    }

    private static void reproduce(TensorFile file, String run) {
        double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
        Set<String> taps = file.names().stream()
                .filter(name -> name.startsWith(run + "tap."))
                .collect(Collectors.toCollection(TreeSet::new));
        FeatureTap tap = (module, output) -> {
            if (taps.remove(run + "tap." + module)) {
                assertWithin(module, output, Fixtures.tensor(file, run + "tap." + module), tolerance);
            }
        };
        var input = new UNetInput(
                Fixtures.tensor(file, "x"),
                doubles(Fixtures.tensor(file, "timesteps")),
                file.names().contains("y") ? longs(Fixtures.tensor(file, "y")) : null,
                file.names().contains("low_res") ? Fixtures.tensor(file, "low_res") : null);
        try (TensorFile weights = weightsOf(file);
                var network = new UNet(config(file, run), stateDict(weights), Precision.FLOAT32)) {
            Tensor output = network.forward(input, Attention.plain(), tap);
            assertWithin(run + "output", output, Fixtures.tensor(file, run + "output"), tolerance);
        }
        assertThat(taps).as("modules that were never seen").isEmpty();
    }

    /** The runs "legacy" and "new" tell the order of queries, keys and values; otherwise the configuration does. */
    private static UNetConfig config(TensorFile file, String run) {
        var options = (ObjectNode) Fixtures.json(file, "config");
        if (!run.isEmpty()) {
            options.put("use_new_attention_order", run.equals("new."));
        }
        return UNetConfig.fromJson(options.toString());
    }

    private static TensorFile weightsOf(TensorFile file) {
        boolean inside = file.names().stream().anyMatch(name -> name.startsWith("weights."));
        String name = file.path().getFileName().toString();
        return Fixtures.open(inside ? file.path() : file.path().resolveSibling(name.replace("_io.", "_weights.")));
    }

    private static StateDict stateDict(TensorFile weights) {
        StateDict all = StateDict.of(weights);
        return all.has("weights.out.0.weight") ? all.at("weights") : all;
    }

    private static void assertWithin(String what, Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).as("shape of %s", what).isEqualTo(expected.shape());
        Tensor error = actual.to(ScalarType.Float).sub(expected).abs().max();
        assertThat(error.item_double()).as("max abs error of %s", what).isLessThanOrEqualTo(tolerance);
    }

    private static double[] doubles(Tensor x) {
        float[] values = Tensors.toFloats(x);
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    private static long[] longs(Tensor x) {
        return Arrays.stream(doubles(x)).mapToLong(Math::round).toArray();
    }
}
