package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.motion.FlowGrid;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.nn.Attention;
import zvrd.nn.StoredAttentionBlock;
import zvrd.temporal.CrossNeighbourAttention;
import zvrd.temporal.PairLinks;
import zvrd.temporal.Trajectories;
import zvrd.temporal.TrajectoryAttention;
import zvrd.temporal.TrajectorySelection;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

@Tag("conformance")
@ExtendWith(LeakGuard.class)
class TemporalAttentionConformanceTest {
    static Stream<Path> attention() {
        return Fixtures.files("temporal_attention");
    }

    static Stream<Path> selection() {
        return Fixtures.files("temporal_selection");
    }

    @ParameterizedTest
    @MethodSource("attention")
    void everyFrameAttendsToItsNeighboursAsStored(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor features = Fixtures.tensor(file, "features");
            var seen = new AtomicReference<float[]>();
            Tensor output = through(file, features, false, remembering(seen, new CrossNeighbourAttention()));
            assertStored(file, "cross_neighbour.attention", asMaps(file, seen, features));
            assertStored(file, "cross_neighbour.output", output);
            assertStored(file, "self_attention_output", through(file, features, false, Attention.plain()));
            var attention = new CrossNeighbourAttention();
            assertStored(file, "cross_neighbour.output_new_qkv_order", through(file, features, true, attention));
            assertStored(
                    file,
                    "cross_neighbour.output_one_frame",
                    through(file, features.narrow(0, 0, 1), false, attention));
            assertStored(
                    file,
                    "cross_neighbour.output_two_frames",
                    through(file, features.narrow(0, 0, 2), false, attention));
        }
    }

    @ParameterizedTest
    @MethodSource("attention")
    void linksAndTrajectoriesAreThoseStored(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Motion coarse = FlowGrid.of(motion(file), setting(file, "factor"));
            for (int p = 0; p < setting(file, "F") - 1; p++) {
                assertStored(file, "flow_low_bw." + p, coarse.flow().backward().select(0, p));
                assertStored(file, "flow_low_fw." + p, coarse.flow().forward().select(0, p));
                assertSame(file, "occlusion_low_bw." + p, hidden(coarse.seenBefore(), p));
                assertSame(file, "occlusion_low_fw." + p, hidden(coarse.seenAfter(), p));
            }
            List<PairLinks> similar = similar(file);
            assertSame(file, "similarity.previous_index", withEnds(similar, true));
            assertSame(file, "similarity.next_index", withEnds(similar, false));
            assertSame(file, "trajectory.similarity", table(similar));
            assertSame(file, "trajectory.flow", table(PairLinks.along(coarse)));
        }
    }

    @ParameterizedTest
    @MethodSource("attention")
    void everyPositionAttendsAlongItsTrajectoryAsStored(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            List<String> runs = file.names().stream()
                    .filter(name -> name.startsWith("trajectory_attention.") && name.endsWith(".output"))
                    .map(name -> name.substring(name.indexOf('.') + 1, name.lastIndexOf('.')))
                    .toList();
            assertThat(runs).as("trajectory attention in %s", path).isNotEmpty();
            for (String run : runs) {
                Tensor features = Fixtures.tensor(file, "features");
                List<Trajectories> paths = stored(file, "trajectory." + run);
                var seen = new AtomicReference<float[]>();
                Tensor output = through(file, features, false, remembering(seen, alongTrajectories(paths)));
                String prefix = "trajectory_attention." + run;
                assertStored(file, prefix + ".attention", asMaps(file, seen, features));
                assertStored(file, prefix + ".output", output);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("selection")
    void theTrajectoryWithTheLeastWarpErrorIsSelected(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor visible = Fixtures.tensor(file, "visible");
            select(file, "masked", visible);
            select(file, "unmasked", torch.ones_like(visible));
        }
    }

    private static void select(TensorFile file, String kind, Tensor visible) {
        Tensor candidates = Fixtures.tensor(file, "x0_candidates"); // [3, F, 3, H, W]
        List<List<float[]>> errors = new ArrayList<>(); // of every frame, for every candidate
        for (int i = 0; i < candidates.size(1); i++) {
            var ofFrame = new ArrayList<float[]>();
            for (int c = 0; c < candidates.size(0); c++) {
                ofFrame.add(error(file, candidates.select(0, c), i, visible));
                Tensor expected = Fixtures.tensor(file, "selection.error_" + kind)
                        .select(0, c)
                        .select(0, i);
                Tensor found = Tensors.of(ofFrame.get(c), ofFrame.get(c).length);
                Fixtures.assertClose("error of candidate " + c, found, expected, tolerance(file));
            }
            errors.add(ofFrame);
        }
        List<int[]> chosen = errors.stream().map(TrajectorySelection::lowest).toList();
        assertSame(
                file,
                "selection.index_" + kind,
                chosen.stream().flatMapToInt(Arrays::stream).toArray());
        if (file.names().contains("trajectory.selected_" + kind)) {
            var families = Stream.of("flow", "similarity", "history")
                    .map(family -> stored(file, "trajectory." + family))
                    .toList();
            int[] mixed = IntStream.range(0, chosen.size())
                    .mapToObj(i -> Trajectories.mixed(
                            families.stream().map(family -> family.get(i)).toList(), chosen.get(i)))
                    .flatMapToInt(paths -> Arrays.stream(paths.positions()))
                    .toArray();
            assertSame(file, "trajectory.selected_" + kind, mixed);
        }
    }

    private static float[] error(TensorFile file, Tensor x0, int i, Tensor visible) {
        int factor = setting(file, "factor");
        if (i == 0) {
            return new float[(int) (x0.size(2) / factor * (x0.size(3) / factor))];
        }
        return TrajectorySelection.alongFlow(
                x0.narrow(0, i, 1),
                x0.narrow(0, i - 1, 1),
                Fixtures.tensor(file, "flow_x0").narrow(0, i, 1),
                visible.narrow(0, i, 1),
                factor);
    }

    /** Eq. 7 as it is written, with the layer's own keys and values. */
    private static Attention alongTrajectories(List<Trajectories> paths) {
        return (site, x, q, k, v) -> {
            Tensor output = new CrossNeighbourAttention().attend(site, x, q, k, v);
            var frames = new TensorVector();
            for (Trajectories path : paths) {
                int[] others = TrajectoryAttention.others(path.frame(), path.frames());
                Tensor own = output.narrow(0, path.frame(), 1);
                frames.push_back(TrajectoryAttention.attend(own, picked(k, others), picked(v, others), path, own));
            }
            return torch.cat(frames, 0);
        };
    }

    private static List<Tensor> picked(Tensor x, int[] frames) {
        return Arrays.stream(frames).mapToObj(frame -> x.narrow(0, frame, 1)).toList();
    }

    private static Attention remembering(AtomicReference<float[]> seen, Attention attention) {
        return (site, x, q, k, v) -> {
            Tensor output = attention.attend(site, x, q, k, v);
            seen.set(Tensors.toFloats(output)); // the tensor does not outlive the layer
            return output;
        };
    }

    private static Tensor through(TensorFile file, Tensor features, boolean newOrder, Attention attention) {
        StateDict weights = StateDict.of(file).at("block");
        try (var block = new StoredAttentionBlock(weights, (int) features.size(1), setting(file, "heads"), newOrder)) {
            return block.forward(features, attention);
        }
    }

    private static Tensor asMaps(TensorFile file, AtomicReference<float[]> attended, Tensor like) {
        long heads = setting(file, "heads");
        long width = like.size(1) / heads;
        float[] rows = Objects.requireNonNull(attended.get()); // [N, heads, T, ch]
        return Tensors.of(rows, like.size(0), heads, like.size(2) * like.size(3), width)
                .permute(0, 1, 3, 2)
                .reshape(Tensors.shape(like));
    }

    private static Motion motion(TensorFile file) {
        var flow = new FlowPairs(Fixtures.tensor(file, "flow_bw"), Fixtures.tensor(file, "flow_fw"));
        return new Motion(flow, visible(file, "occlusion_bw"), visible(file, "occlusion_fw"));
    }

    private static Tensor visible(TensorFile file, String occlusion) {
        return Fixtures.tensor(file, occlusion).neg().add(new Scalar(1.0)).unsqueeze(1);
    }

    private static int[] hidden(Tensor visible, int pair) {
        float[] values = Tensors.toFloats(visible.select(0, pair));
        return IntStream.range(0, values.length)
                .map(p -> values[p] == 0 ? 1 : 0)
                .toArray();
    }

    private static List<PairLinks> similar(TensorFile file) {
        Tensor features = Fixtures.tensor(file, "features");
        return IntStream.range(1, (int) features.size(0))
                .mapToObj(i -> PairLinks.similar(features.narrow(0, i - 1, 1), features.narrow(0, i, 1)))
                .toList();
    }

    /** One direction's links of all frames, and of the frame that has none. */
    private static int[] withEnds(List<PairLinks> links, boolean backward) {
        int[] none = new int[links.get(0).forward().length];
        Arrays.fill(none, PairLinks.NONE);
        Stream<int[]> some = links.stream().map(pair -> backward ? pair.backward() : pair.forward());
        return (backward ? Stream.concat(Stream.of(none), some) : Stream.concat(some, Stream.of(none)))
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    private static int[] table(List<PairLinks> links) {
        return IntStream.rangeClosed(0, links.size())
                .mapToObj(i -> Trajectories.chained(i, links))
                .flatMapToInt(paths -> Arrays.stream(paths.positions()))
                .toArray();
    }

    private static List<Trajectories> stored(TensorFile file, String name) {
        Tensor table = Fixtures.tensor(file, name); // [F, positions, F]
        int frames = (int) table.size(0);
        return IntStream.range(0, frames)
                .mapToObj(i -> new Trajectories(i, frames, ints(table.select(0, i))))
                .toList();
    }

    private static int[] ints(Tensor x) {
        float[] values = Tensors.toFloats(x);
        return IntStream.range(0, values.length).map(p -> (int) values[p]).toArray();
    }

    private static void assertSame(TensorFile file, String name, int[] found) {
        assertThat(found).as(name).isEqualTo(ints(Fixtures.tensor(file, name)));
    }

    private static void assertStored(TensorFile file, String name, Tensor found) {
        Fixtures.assertClose(name, found, Fixtures.tensor(file, name), tolerance(file));
    }

    private static double tolerance(TensorFile file) {
        return Fixtures.json(file, "tolerance_max_abs").asDouble();
    }

    private static int setting(TensorFile file, String name) {
        return Fixtures.json(file, "config").get(name).asInt();
    }
}
