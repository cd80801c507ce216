package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import zvrd.motion.FlowPairs;
import zvrd.motion.FramePadding;
import zvrd.nn.FeatureTap;
import zvrd.nn.Raft;
import zvrd.nn.Raft.Encoded;
import zvrd.nn.Raft.Flow;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;

/** RAFT, large and small, by its authors' and torchvision's names. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class RaftConformanceTest {
    private static final Pattern FLOW = Pattern.compile(
            "(flow_low|flow_up|flow_up_padded)(_backward)?(_warm_start)?\\.iters(\\d+)(?:_from(\\d+))?");
    private static final Pattern TAP = Pattern.compile(
            "tap\\.(fmap1|cnet|corr_first|net_first|delta_first)(?:_first(\\d+)channels|_every(\\d+)th)?");
    private static final Map<String, String> MODULES = Map.of(
            "fmap1", "fnet", "cnet", "cnet", "corr_first", "corr", "net_first", "gru", "delta_first", "flow_head");

    @TempDir
    private Path folder = Path.of("");

    static Stream<Path> results() {
        return Fixtures.files("raft_")
                .filter(file -> !file.getFileName().toString().contains("_weights"));
    }

    static Stream<Path> weights() {
        return Fixtures.files("raft_")
                .filter(file -> file.getFileName().toString().contains("_weights"));
    }

    @ParameterizedTest
    @MethodSource("results")
    void everyStoredFlowIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope();
                Raft network = network(file)) {
            KernelThreads.single();
            List<Matcher> flows = matchers(file, "flow", FLOW);
            assertThat(flows).as("flows in %s", path).isNotEmpty();
            flows.forEach(flow -> TensorScope.run(() -> compare(file, network, flow)));
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void everyStoredMapInsideTheNetworkIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope();
                Raft network = network(file)) {
            KernelThreads.single();
            List<Matcher> taps = matchers(file, "tap.", TAP);
            Set<String> unseen = taps.stream().map(Matcher::group).collect(Collectors.toCollection(TreeSet::new));
            FeatureTap tap = (module, output) -> {
                for (Matcher stored : taps) {
                    if (module.equals(MODULES.get(stored.group(1))) && unseen.remove(stored.group())) {
                        assertWithin(file, stored.group(), chosen(stored, output));
                    }
                }
            };
            Encoded from = network.encode(padded(file, "frame1"), tap);
            Encoded to = network.encode(padded(file, "frame2"));
            network.flow(from, to, rest(from), 1, tap);
            assertThat(unseen).as("modules that were never seen").isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void framesArePaddedAsTheAuthorsDo(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor frame = Fixtures.tensor(file, "frame1");
            JsonNode pad = Fixtures.json(file, "pad_left_right_top_bottom");
            FramePadding padding = FramePadding.of(frame.size(2), frame.size(3));
            assertThat(padding)
                    .isEqualTo(new FramePadding(
                            pad.get(0).asInt(),
                            pad.get(1).asInt(),
                            pad.get(2).asInt(),
                            pad.get(3).asInt()));
            Tensor expected = Fixtures.tensor(file, "padded1").to(ScalarType.Float);
            assertThat(padding.pad(frame.to(ScalarType.Float)).equal(expected)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void theEstimatorFindsTheStoredFlowBetweenTwoFrames(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor frames = torch.cat(new TensorVector(frame(file, "frame1"), frame(file, "frame2")));
            for (String name : file.names()) {
                if (name.startsWith("flow_up.iters")) {
                    int iterations = Integer.parseInt(name.substring("flow_up.iters".length()));
                    try (var estimator = new zvrd.motion.Raft(network(file), iterations, 1)) {
                        FlowPairs flow = estimator.between(frames);
                        assertWithin(file, name, flow.forward());
                        assertThat(flow.backward().equal(flow.forward())).isFalse();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("weights")
    void theOtherNamesMakeTheSameNetwork(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            KernelThreads.single();
            boolean torchvision = "torchvision".equals(file.metadata().get("naming"));
            var tensors = new LinkedHashMap<String, TensorData>();
            Fixtures.json(file, "princeton_to_torchvision").properties().forEach(pair -> {
                String princeton = "module." + pair.getKey();
                String other = pair.getValue().asString();
                tensors.put(torchvision ? princeton : other, file.read(torchvision ? other : pair.getKey()));
            });
            Path renamed = written(tensors);
            Tensor frames = torch.rand(2, 3, Raft.LEAST_SIDE, Raft.LEAST_SIDE);
            try (TensorFile other = Fixtures.open(renamed);
                    Raft one = Raft.of(StateDict.of(file));
                    Raft two = Raft.of(StateDict.of(other))) {
                Encoded encoded = one.encode(frames);
                Encoded same = two.encode(frames);
                assertThat(same.features().equal(encoded.features())).isTrue();
                assertThat(two.flow(same, same, 2)
                                .full()
                                .equal(one.flow(encoded, encoded, 2).full()))
                        .isTrue();
            }
        }
    }

    private Path written(LinkedHashMap<String, TensorData> tensors) {
        Path renamed = folder.resolve("renamed.safetensors");
        SafetensorsWriter.write(renamed, Map.of(), tensors);
        return renamed;
    }

    private static void compare(TensorFile file, Raft network, Matcher stored) {
        boolean back = stored.group(2) != null;
        Encoded from = network.encode(padded(file, back ? "frame2" : "frame1"));
        Encoded to = network.encode(padded(file, back ? "frame1" : "frame2"));
        Tensor start = stored.group(5) == null
                ? rest(from)
                : Fixtures.tensor(file, "flow_low" + (back ? "_backward" : "") + ".iters" + stored.group(5));
        Flow flow = network.flow(from, to, start, Integer.parseInt(stored.group(4)), FeatureTap.none());
        Tensor frame = Fixtures.tensor(file, "frame1");
        Tensor found = switch (stored.group(1)) {
            case "flow_low" -> flow.coarse();
            case "flow_up_padded" -> flow.full();
            default -> FramePadding.of(frame.size(2), frame.size(3)).crop(flow.full());
        };
        assertWithin(file, stored.group(), found);
    }

    /** The network by the weights that {@code file} names. */
    private static Raft network(TensorFile file) {
        String name = file.metadata().getOrDefault("weights", "");
        Path beside = file.path().resolveSibling(name);
        if (name.isEmpty() || !Files.exists(beside)) {
            throw new TestAbortedException("the weights of " + file.path() + ", " + name + ", are not beside it");
        }
        try (TensorFile weights = Fixtures.open(beside)) {
            return Raft.of(StateDict.of(weights));
        }
    }

    private static List<Matcher> matchers(TensorFile file, String kind, Pattern pattern) {
        List<String> names =
                file.names().stream().filter(name -> name.startsWith(kind)).toList();
        List<Matcher> matchers =
                names.stream().map(pattern::matcher).filter(Matcher::matches).toList();
        assertThat(matchers).as("understood among %s", names).hasSameSizeAs(names);
        return matchers;
    }

    /** The channels of {@code output} that were stored. */
    private static Tensor chosen(Matcher stored, Tensor output) {
        if (stored.group(2) != null) {
            return output.narrow(1, 0, Long.parseLong(stored.group(2)));
        }
        if (stored.group(3) != null) {
            int step = Integer.parseInt(stored.group(3));
            Tensor every =
                    torch.arange(new Scalar(0.0), new Scalar((double) output.size(1)), new Scalar((double) step));
            return output.index_select(1, every.to(ScalarType.Long));
        }
        return output;
    }

    private static Tensor rest(Encoded frames) {
        return torch.zeros(
                frames.context().size(0),
                2,
                frames.context().size(2),
                frames.context().size(3));
    }

    private static Tensor padded(TensorFile file, String name) {
        Tensor frame = frame(file, name);
        return FramePadding.of(frame.size(2), frame.size(3)).pad(frame);
    }

    private static Tensor frame(TensorFile file, String name) { // on [-1, 1]
        return Fixtures.tensor(file, name)
                .to(ScalarType.Float)
                .mul(new Scalar(2.0 / 255))
                .sub(new Scalar(1.0));
    }

    private static void assertWithin(TensorFile file, String name, Tensor actual) {
        double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
        Tensor expected = Fixtures.tensor(file, name);
        assertThat(actual.shape()).as("shape of %s", name).isEqualTo(expected.shape());
        double error = actual.sub(expected).abs().max().item_double();
        assertThat(error).as("max abs error of %s", name).isLessThanOrEqualTo(tolerance);
    }
}
