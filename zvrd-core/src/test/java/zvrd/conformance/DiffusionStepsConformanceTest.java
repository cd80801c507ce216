package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.GaussianSteps.FixedVariance;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.diffusion.ReverseStep;
import zvrd.diffusion.TimestepSpacing;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** Single steps against guided-diffusion's; the stored batches mix levels, ours go image by image. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class DiffusionStepsConformanceTest {
    static Stream<Path> files() {
        return Fixtures.files("diffusion_steps");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStepIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            double tolerance = Fixtures.json(file, "tolerance").asDouble();
            for (JsonNode entry : Fixtures.json(file, "cases")) {
                var chain = Chain.of(entry);
                for (String tensor : file.names()) {
                    if (tensor.startsWith(chain.key + ".")) {
                        compare(file, chain, tensor.substring(chain.key.length() + 1), tolerance);
                    }
                }
            }
        }
    }

    private static void compare(TensorFile file, Chain chain, String what, double tolerance) {
        String tensor = chain.key + "." + what;
        switch (what) {
            case "t" ->
                assertThat(DiffusionScheduleConformanceTest.longs(file, tensor)).containsExactly(chain.t);
            case "model_timesteps", "model_timesteps_rescaled" ->
                TensorScope.run(() -> {
                    Tensor expected = Fixtures.tensor(file, tensor);
                    for (int n = 0; n < chain.t.length; n++) {
                        assertThat(chain.networkTimestep(n, what.endsWith("rescaled")))
                                .as(tensor)
                                .isEqualTo(expected.select(0, n).item_double());
                    }
                });
            default ->
                TensorScope.run(() -> {
                    var images = IntStream.range(0, chain.t.length)
                            .mapToObj(n -> new Image(file, chain, n).value(what))
                            .toArray(Tensor[]::new);
                    Fixtures.assertClose(
                            tensor, torch.cat(new TensorVector(images)), Fixtures.tensor(file, tensor), tolerance);
                });
        }
    }

    /** A re-spaced process and the levels of it that are compared. */
    private record Chain(String key, NoiseSchedule original, int[] kept, GaussianSteps steps, long[] t) {
        static Chain of(JsonNode entry) {
            int count = entry.get("steps").asInt();
            NoiseSchedule original = DiffusionScheduleConformanceTest.schedule(
                    entry.get("schedule").stringValue(), count);
            int[] kept = TimestepSpacing.parse(entry.get("respacing").stringValue(), count)
                    .ascending();
            long[] t = entry.get("t").valueStream().mapToLong(JsonNode::asLong).toArray();
            return new Chain(
                    entry.get("key").stringValue(), original, kept, new GaussianSteps(original.respaced(kept)), t);
        }

        double networkTimestep(int n, boolean rescaled) {
            return original.networkTimestep(kept[(int) t[n]], rescaled);
        }
    }

    /** One image of the batch, at its level. */
    private static final class Image {
        private final TensorFile file;
        private final int n;
        private final int t;
        private final GaussianSteps steps;
        private final NoiseSchedule schedule;
        private final Tensor xt;
        private final Tensor x0;
        private final Tensor z;
        private final Tensor gradient;
        private final Prediction prediction;

        Image(TensorFile file, Chain chain, int n) {
            this.file = file;
            this.n = n;
            this.t = (int) chain.t[n];
            this.steps = chain.steps;
            this.schedule = chain.original.respaced(chain.kept);
            this.xt = input("x");
            this.x0 = input("x_start");
            this.z = input("noise");
            this.gradient = input("gradient");
            Tensor output = input("model_output");
            this.prediction = new Prediction(output.narrow(1, 0, 3), output.narrow(1, 3, 3));
        }

        Tensor value(String what) {
            if (what.startsWith("ddim_sample.eta")) {
                return ddim(what.substring("ddim_sample.eta".length()));
            }
            ReverseStep clamped = steps.reverse(xt, prediction, t, true);
            ReverseStep free = steps.reverse(xt, prediction, t, false);
            return switch (what) {
                case "q_sample" -> steps.noised(x0, z, t);
                case "q_posterior_mean" -> steps.posteriorMean(xt, x0, t);
                case "q_posterior_variance" -> filled(schedule.posteriorVariance(t));
                case "q_posterior_log_variance_clipped" -> filled(schedule.posteriorLogVariance(t));
                case "predict_eps_from_xstart" -> steps.epsilon(xt, x0, t);
                case "p_mean_variance.clip_on.mean" -> clamped.mean();
                case "p_mean_variance.clip_on.variance" -> clamped.variance();
                case "p_mean_variance.clip_on.log_variance" -> clamped.logVariance();
                case "p_mean_variance.clip_on.pred_xstart" -> clamped.x0();
                case "p_mean_variance.clip_off.mean" -> free.mean();
                case "p_mean_variance.clip_off.pred_xstart" -> free.x0();
                case "p_sample" -> steps.sample(clamped, z, t);
                case "p_sample.clip_off" -> steps.sample(free, z, t);
                case "p_sample.guided" -> steps.sample(steps.shifted(clamped, gradient), z, t);
                case "condition_mean" -> steps.shifted(clamped, gradient).mean();
                case "condition_score.mean" ->
                    steps.rescored(clamped, xt, gradient, t).mean();
                case "condition_score.pred_xstart" ->
                    steps.rescored(clamped, xt, gradient, t).x0();
                case "ddim_reverse_sample" -> steps.inverted(xt, clamped.x0(), t);
                default -> variant(what);
            };
        }

        /** Networks with a fixed variance, or that predict x_0 or the mean; ADM's predict neither. */
        private Tensor variant(String what) {
            return switch (what) {
                case "fixed_small.variance" -> fixed(FixedVariance.SMALL).variance();
                case "fixed_small.log_variance" -> fixed(FixedVariance.SMALL).logVariance();
                case "fixed_large.variance" -> fixed(FixedVariance.LARGE).variance();
                case "fixed_large.log_variance" -> fixed(FixedVariance.LARGE).logVariance();
                case "mean_type_start_x.pred_xstart" -> clamp(prediction.epsilon());
                case "mean_type_start_x.mean" -> steps.posteriorMean(xt, clamp(prediction.epsilon()), t);
                case "mean_type_previous_x.mean" -> prediction.epsilon();
                case "mean_type_previous_x.pred_xstart" -> clamp(steps.x0OfMean(xt, prediction.epsilon(), t));
                default -> fail("result %s is not known", what);
            };
        }

        private Tensor ddim(String name) { // "0", "0.85" or "0.guided"
            boolean guided = name.endsWith(".guided");
            double eta = Double.parseDouble(guided ? name.substring(0, name.length() - ".guided".length()) : name);
            ReverseStep step = steps.reverse(xt, prediction, t, true);
            Tensor believed = guided ? steps.rescored(step, xt, gradient, t).x0() : step.x0();
            return steps.ddim(xt, believed, t, t - 1, eta, z);
        }

        private ReverseStep fixed(FixedVariance variance) {
            return steps.reverse(xt, prediction, t, true, variance);
        }

        private Tensor input(String name) {
            return Fixtures.tensor(file, name).narrow(0, n, 1);
        }

        private Tensor filled(double value) {
            return torch.full_like(xt, new Scalar(value));
        }

        private static Tensor clamp(Tensor x) {
            return x.clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
        }
    }
}
