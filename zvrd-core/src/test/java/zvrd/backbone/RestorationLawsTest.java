package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Measurement;
import zvrd.degradation.Task;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;

@ExtendWith(LeakGuard.class)
class RestorationLawsTest {
    private static final AverageDownsample SR4 = new AverageDownsample(4);
    private static final Inpainting HOLES = new Inpainting(Mask.random(0.5, 1, 16, 16));
    private static final long[] IMAGE = {2, 3, 16, 16};

    /** DiffPIR trusts no measurement entirely, GDP and DPS go some steps towards it. */
    private static final Set<String> CONTENT_WITH_LESS = Set.of("diffpir", "gdp", "dps");

    static Stream<BackboneSettings> everyRestorer() {
        return Backbones.names().stream()
                .flatMap(name -> Arrays.stream(Preset.values())
                        .map(preset -> BackboneSettings.of(name, preset, firstTask(name))));
    }

    /** What {@code name} is tried on: super-resolution where it can do that. */
    private static Task firstTask(String name) {
        return Arrays.stream(Task.values())
                .filter(task -> TaskTable.restorers(task).contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static DegradationOperator operator(Task task) {
        return task == Task.INPAINT ? HOLES : SR4;
    }

    static Stream<BackboneSettings> faithfulRestorers() {
        return everyRestorer().filter(wish -> !CONTENT_WITH_LESS.contains(wish.name()));
    }

    @ParameterizedTest
    @MethodSource("faithfulRestorers")
    void theRestoredImageExplainsAnExactMeasurement(BackboneSettings wish) {
        try (var scope = new TensorScope()) {
            Measurement m = measured(wish.task(), image(3), 0);
            Tensor x = Walk.restore(create(wish, 0), m, Walk.white(0.1), Walk.noise(1));
            assertThat(Walk.distance(m.operator().forward(x), m.y())).isLessThan(1e-5); // one projection in float32
        }
    }

    @ParameterizedTest
    @MethodSource("everyRestorer")
    void aNetworkThatKnowsTheImageMakesEveryRestorerFindIt(BackboneSettings wish) {
        for (double sigma : new double[] {0, 0.1}) {
            try (var scope = new TensorScope()) {
                Tensor image = image(4);
                Measurement m = measured(wish.task(), image, sigma);
                Tensor x = Walk.restore(create(wish, sigma), m, Walk.knowing(image), Walk.noise(2));
                // The last move keeps the measurement's noise only where the trust in it allows: DiffPIR's last pull.
                double tolerance = sigma == 0 ? 1e-4 : 0.3 * sigma;
                assertThat(Walk.distance(x, image)).isLessThan(tolerance);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyRestorer")
    void noNumberIsDrawnTwiceAndAllAreCountedByMove(BackboneSettings wish) {
        try (var scope = new TensorScope()) {
            var asked = new HashSet<String>();
            Backbone backbone = create(wish, 0.1);
            Walk.restore(backbone, measured(wish.task(), image(5), 0.1), Walk.white(0.1), Walk.noiseOnce(3, asked));
            int last = backbone.moves().size() - 1; // which goes to the clean image
            var expected = Stream.concat(
                            Stream.of("START 0"),
                            backbone.moves().stream()
                                    .limit(last)
                                    .map(move -> (move.denoise() ? "STEP " : "TRAVEL ") + move.index()))
                    .collect(Collectors.toSet());
            asked.removeIf(draw -> draw.startsWith("KNOWN_REGION ")); // besides, and not after every move
            assertThat(asked).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("everyRestorer")
    void framesThatShareTheirNoiseAndMeasurementShareTheirImage(BackboneSettings wish) {
        try (var scope = new TensorScope()) {
            Tensor one = image(6).narrow(0, 0, 1);
            Measurement m = measured(wish.task(), one.expand(IMAGE).contiguous(), 0);
            Tensor x = Walk.restore(create(wish, 0), m, Walk.white(0.1), Walk.noise(4));
            assertThat(Walk.distance(x.narrow(0, 0, 1), x.narrow(0, 1, 1))).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("everyRestorer")
    void aStepLeavesNothingBehindButItsResult(BackboneSettings wish) {
        for (double sigma : new double[] {0, 0.1}) {
            try (var scope = new TensorScope()) {
                Measurement m = measured(wish.task(), image(7), sigma);
                Backbone backbone = create(wish, sigma);
                var sample = new Sample(backbone.start(m, Walk.noise(5)), null);
                Denoiser network = Walk.white(0.1);
                for (Move move : backbone.moves()) {
                    Prediction prediction = move.denoise() ? network.predict(sample.xt(), move.t()) : null;
                    long before = Pointer.totalCount();
                    sample = backbone.step(move, sample, prediction, m, Guidance.none(), Walk.noise(5));
                    assertThat(Pointer.totalCount() - before)
                            .as("after move %s", move)
                            .isLessThanOrEqualTo(2);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void guidanceComesBeforeTheProjectionAndIsRemembered(boolean noisy) {
        try (var scope = new TensorScope()) {
            double sigma = noisy ? 0.05 : 0;
            Tensor image = image(8);
            for (String name : Backbones.names()) {
                Measurement m = measured(firstTask(name), image, sigma);
                Backbone backbone = create(BackboneSettings.of(name, Preset.BALANCED, firstTask(name)), sigma);
                Tensor wish = image.mul(new Scalar(0.5));
                Move move = backbone.moves().get(0);
                Tensor start = backbone.start(m, Walk.noise(6));
                Prediction prediction = Walk.knowing(image).predict(start, move.t());
                Sample after =
                        backbone.step(move, new Sample(start, null), prediction, m, (x0, t) -> wish, Walk.noise(6));
                assertThat(Walk.distance(wish, after.x0())).as(name).isZero();
            }
        }
    }

    /** A step back noises the remembered image to the level, whatever the sample was. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void timeTravelForgetsTheSampleAndKeepsTheBelief(int length) {
        try (var scope = new TensorScope()) {
            var ddnm =
                    new Ddnm(Walk.SCHEDULE, new TimeTravel(length, 2).moves(0, 100, 200, 300), Ddnm.Settings.PUBLISHED);
            Move back = ddnm.moves().stream()
                    .filter(move -> !move.denoise())
                    .findFirst()
                    .orElseThrow();
            Tensor image = image(9);
            var lost = new Sample(torch.full(IMAGE, new Scalar(Double.NaN)), image);
            Sample after = ddnm.step(
                    back, lost, null, measured(Task.SUPER_RESOLUTION, image, 0), Guidance.none(), Walk.noise(7));
            double as = Walk.SCHEDULE.alphaBar(back.s());
            Tensor z = Walk.noise(7).draw(zvrd.tensor.NoiseStream.TRAVEL, back.index(), IMAGE);
            Tensor expected = image.mul(new Scalar(Math.sqrt(as))).add(z, new Scalar(Math.sqrt(1 - as)));
            assertThat(Walk.distance(after.xt(), expected)).isLessThan(1e-6);
            assertThat(Walk.distance(image, after.x0())).isZero();
        }
    }

    private static Backbone create(BackboneSettings wish, double sigma) {
        return Backbones.create(wish, Walk.SCHEDULE, operator(wish.task()), sigma);
    }

    /** Two smooth images in [-0.8, 0.8]. */
    private static Tensor image(int seed) {
        return TensorScope.compute(() -> {
            torch.manual_seed(seed);
            Tensor rough = torch.rand(new long[] {2, 3, 8, 8});
            return new AverageDownsample(2)
                    .pseudoInverse(rough)
                    .mul(new Scalar(1.6))
                    .sub(new Scalar(0.8));
        });
    }

    private static Measurement measured(Task task, Tensor image, double sigma) {
        torch.manual_seed(99);
        DegradationOperator a = operator(task);
        Tensor y = TensorScope.compute(() -> {
            Tensor clean = a.forward(image);
            return clean.add(
                    a.forward(torch.randn(image.shape())),
                    new Scalar(sigma * Math.sqrt(image.numel() / (double) clean.numel())));
        });
        return new Measurement(y, a, sigma);
    }
}
