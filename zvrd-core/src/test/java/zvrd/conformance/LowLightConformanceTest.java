package zvrd.conformance;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.Guidance;
import zvrd.backbone.LowLight;
import zvrd.backbone.Move;
import zvrd.backbone.Patch;
import zvrd.backbone.QualityWish;
import zvrd.backbone.Sample;
import zvrd.degradation.Identity;
import zvrd.degradation.Measurement;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** GDP for dark frames, patch by patch, against stored samplings: every x̃0, x_{t-1}, factor and map. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class LowLightConformanceTest {
    static Stream<Path> samplings() {
        return Fixtures.files("sampling_gdp_")
                .filter(path -> GdpConformanceTest.kind(path).equals("light"));
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void theWholeChainFromItsFirstNoiseIsReproduced(Path path) {
        walk(path, false);
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void everyStepFromTheStoredSampleBeforeItIsReproduced(Path path) {
        walk(path, true);
    }

    private static void walk(Path path, boolean stepwise) {
        try (TensorFile file = Fixtures.open(path);
                var network = new StoredNetwork(file);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            JsonNode settings = Fixtures.json(file, "settings");
            double tolerance = Fixtures.json(file, "tolerance").asDouble();
            long p = settings.get("p").asLong();
            var gdp = new LowLight(
                    StoredGdpRun.SCHEDULE,
                    StoredGdpRun.levels(file),
                    settings.get("scale").asDouble(),
                    3 * p * p,
                    QualityWish.NONE,
                    false);
            var m = new Measurement(tensor(file, "guide"), new Identity(), 0);
            Sample sample = stored(file, "x_T", null, "_init");
            for (Move move : gdp.moves()) {
                List<Patch> patches = patches(
                        network, sample.xt(), move.t(), p, settings.get("r").asLong());
                Sample after = gdp.step(
                        move, sample, patches, m, Guidance.none(), (s, draw, shape) -> tensor(file, noise(draw)));
                String k = ".%03d".formatted(move.index());
                Sample expected = stored(file, "x" + k, "x0" + k, k);
                Fixtures.assertClose("x0" + k, requireNonNull(after.x0()), requireNonNull(expected.x0()), tolerance);
                Fixtures.assertClose("x" + k, after.xt(), expected.xt(), tolerance);
                for (int i = 0; i < 2; i++) {
                    String what = List.of("light_factor", "light_mask").get(i) + k;
                    Fixtures.assertClose(
                            what, after.learned().get(i), expected.learned().get(i), tolerance);
                }
                sample = stepwise ? expected : after;
            }
        }
    }

    private static Sample stored(
            TensorFile file, String x, @org.jspecify.annotations.Nullable String x0, String learned) {
        Tensor f = tensor(file, "light_factor" + learned).reshape(1, 1, 1, 1);
        Tensor map = tensor(file, "light_mask" + learned);
        long[] side = Tensors.shape(map);
        return new Sample(
                tensor(file, x), x0 == null ? null : tensor(file, x0), List.of(f, map.reshape(1, 1, side[0], side[1])));
    }

    /** The reference's grid, in which the last position stands twice where the steps end there: its own mistake. */
    private static List<Patch> patches(StoredNetwork network, Tensor xt, int t, long p, long r) {
        var patches = new ArrayList<Patch>();
        for (int top : positions(xt.size(2), p, r)) {
            for (int left : positions(xt.size(3), p, r)) {
                Tensor cut = xt.narrow(2, top, p).narrow(3, left, p).contiguous();
                patches.add(new Patch(top, left, network.predict(cut, t, true)));
            }
        }
        return patches;
    }

    private static List<Integer> positions(long side, long p, long r) {
        var starts = new ArrayList<Integer>();
        for (long start = 0; start <= side - p; start += r) {
            starts.add((int) start);
        }
        starts.add((int) (side - p));
        return starts;
    }

    private static String noise(int draw) {
        return "noise.%03d".formatted(draw);
    }

    private static Tensor tensor(TensorFile file, String name) {
        return Fixtures.tensor(file, name);
    }
}
