package zvrd.conformance;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.backbone.Dps;
import zvrd.backbone.Guidance;
import zvrd.backbone.Move;
import zvrd.backbone.NoiseDraws;
import zvrd.backbone.Sample;
import zvrd.degradation.Measurement;
import zvrd.degradation.NoiseKind;
import zvrd.diffusion.NetworkGradient;
import zvrd.diffusion.Prediction;
import zvrd.nn.Attention;
import zvrd.nn.UNetGradient;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** DPS against stored samplings, with the stored noise: every x̂0, distance, gradient and sample. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class DpsConformanceTest {
    /** So short a step that float32 does not see it. */
    private static final double NOTHING = 1e-30;

    static Stream<Path> samplings() {
        return Fixtures.files("sampling_dps_");
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
                UNetGradient way = StoredNetwork.gradient(file);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            var run = new StoredDpsRun(file);
            var gradient = new NetworkGradient(way, StoredDpsRun.SCHEDULE);
            Dps dps = run.dps(run.scale());
            Dps unguided = run.dps(NOTHING);
            Measurement m = run.measurement();
            NoiseDraws noise = (stream, draw, shape) -> run.tensor("noise.%03d".formatted(draw));
            var sample = new Sample(run.tensor("x_T"), null);
            for (Move move : dps.moves()) {
                Prediction seen = predicted(network, gradient, sample.xt(), move.t());
                Sample next = dps.step(move, sample, seen, m, Guidance.none(), noise);
                Sample plain = unguided.step(move, sample, seen, m, Guidance.none(), noise);
                Tensor slope = plain.xt().sub(next.xt()).div(new Scalar(run.scale()));
                String k = ".%03d".formatted(move.index());
                Tensor x0 = Objects.requireNonNull(next.x0());
                Fixtures.assertClose("x0" + k, x0, run.tensor("x0" + k), run.tolerance());
                Fixtures.assertClose("norm" + k, distance(m, x0), run.tensor("norm" + k), run.tolerance());
                Fixtures.assertClose("grad" + k, slope, run.tensor("grad" + k), run.tolerance());
                Fixtures.assertClose("x" + k, next.xt(), run.tensor("x" + k), run.tolerance());
                sample = stepwise ? new Sample(run.tensor("x" + k), x0) : next;
            }
        }
    }

    private static Prediction predicted(StoredNetwork network, NetworkGradient gradient, Tensor xt, int t) {
        Prediction seen = network.predict(xt, t, true);
        return new Prediction(seen.epsilon(), seen.variance(), u -> gradient.pullBack(xt, t, Attention.plain(), u));
    }

    private static Tensor distance(Measurement m, Tensor x0) {
        Tensor norm = m.y().sub(m.operator().forward(x0)).norm();
        return m.kind() == NoiseKind.GAUSSIAN
                ? norm
                : norm.mul(m.y().abs().reciprocal().mean());
    }
}
