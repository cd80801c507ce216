package zvrd.conformance;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.backbone.Gdp;
import zvrd.backbone.Guidance;
import zvrd.backbone.Move;
import zvrd.backbone.Sample;
import zvrd.degradation.Measurement;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** GDP with a known degradation against stored samplings, with the stored noise: every x̃0 and every x_{t-1}. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class GdpConformanceTest {
    static Stream<Path> samplings() {
        return Fixtures.files("sampling_gdp_").filter(path -> !kind(path).equals("light"));
    }

    static String kind(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            return new StoredGdpRun(file).kind();
        }
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
            var run = new StoredGdpRun(file);
            Gdp gdp = run.gdp();
            Measurement m = run.measurement();
            var sample = new Sample(run.tensor("x_T"), null);
            for (Move move : gdp.moves()) {
                sample = gdp.step(
                        move,
                        sample,
                        network.predict(sample.xt(), move.t(), true),
                        m,
                        Guidance.none(),
                        (stream, draw, shape) -> run.tensor("noise.%03d".formatted(draw)));
                String x0 = "x0.%03d".formatted(move.index());
                Fixtures.assertClose(x0, requireNonNull(sample.x0()), run.tensor(x0), run.tolerance());
                String x = "x.%03d".formatted(move.index());
                Fixtures.assertClose(x, sample.xt(), run.tensor(x), run.tolerance());
                if (stepwise) {
                    sample = new Sample(run.tensor(x), run.tensor(x0));
                }
            }
        }
    }
}
