package zvrd.conformance;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.backbone.Ddnm;
import zvrd.backbone.Guidance;
import zvrd.backbone.Move;
import zvrd.backbone.NoiseDraws;
import zvrd.backbone.Sample;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** DDNM and DDNM+ against stored samplings, with the stored noise: every x̂0 and every x_{t-1}. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class DdnmConformanceTest {
    static Stream<Path> samplings() {
        return Fixtures.files("sampling_ddnm_");
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
            var run = new StoredDdnmRun(file);
            Ddnm ddnm = run.ddnm();
            Measurement m = run.measurement();
            var sample = new Sample(run.tensor("x_T"), null);
            int predicted = 0;
            for (Move move : ddnm.moves()) {
                sample = step(
                        run,
                        ddnm,
                        move,
                        sample,
                        move.denoise() ? network.predict(sample.xt(), move.t(), false) : null,
                        m);
                if (move.denoise()) {
                    String x0 = "x0.%03d".formatted(predicted++);
                    Fixtures.assertClose(x0, known(sample.x0()), run.tensor(x0), run.tolerance());
                }
                String x = "x.%03d".formatted(move.index());
                Fixtures.assertClose(x, sample.xt(), run.tensor(x), run.tolerance());
                if (stepwise) {
                    sample = new Sample(run.tensor(x), run.tensor("x0.%03d".formatted(predicted - 1)));
                }
            }
        }
    }

    private static Sample step(
            StoredDdnmRun run, Ddnm ddnm, Move move, Sample sample, @Nullable Prediction prediction, Measurement m) {
        NoiseDraws noise = (stream, draw, shape) -> noise(m, run.tensor("noise.%03d".formatted(draw)));
        if (prediction != null) {
            noise(m, prediction.epsilon());
        }
        return run.simplified() && prediction != null
                ? simplified(run, ddnm, move, sample, prediction, m, noise)
                : ddnm.step(move, sample, prediction, m, Guidance.none(), noise);
    }

    /**
     * The code without decompositions: the product's step and projection, with its λ and its γ, which have ᾱ where the
     * formulas have √ᾱ and damp all of the noise, even with an exact measurement.
     */
    private static Sample simplified(
            StoredDdnmRun run,
            Ddnm ddnm,
            Move move,
            Sample sample,
            Prediction prediction,
            Measurement m,
            NoiseDraws noise) {
        var exact = new Measurement(m.y(), m.operator(), 0);
        Sample next = ddnm.step(move, sample, prediction, exact, Guidance.none(), noise);
        var toClean = new Move(move.index(), move.t(), -1, true);
        Tensor xHat = ddnm.step(toClean, sample, prediction, exact, Guidance.none(), noise)
                .xt();
        NoiseSchedule schedule = run.schedule();
        double a = schedule.alphaBar(move.s());
        double sigmaT = Math.sqrt(1 - a * a);
        boolean noisy = sigmaT < a * m.sigma();
        double lambda = noisy ? sigmaT / (a * m.sigma()) : 1;
        double gamma = noisy ? 0 : Math.sqrt(Math.max(0, sigmaT * sigmaT - Math.pow(a * m.sigma(), 2)));
        Tensor x0 = known(next.x0());
        Tensor added = next.xt().sub(xHat, new Scalar(Math.sqrt(a)));
        Tensor pulled = x0.add(xHat.sub(x0), new Scalar(lambda));
        return new Sample(pulled.mul(new Scalar(Math.sqrt(a))).add(added, new Scalar(gamma)), x0);
    }

    private static Tensor noise(Measurement m, Tensor z) {
        return m.operator() instanceof RawNoise a ? a.noise(z) : z;
    }

    private static Tensor known(@Nullable Tensor x) {
        if (x == null) {
            throw new AssertionError("a denoising move leaves a clean image");
        }
        return x;
    }
}
