package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.Guidance;
import zvrd.backbone.Move;
import zvrd.backbone.NoiseDraws;
import zvrd.backbone.RePaint;
import zvrd.backbone.Sample;
import zvrd.backbone.TimeTravel;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** RePaint against stored samplings, with the stored noise: the way through the levels, every x̂0 and every sample. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class RePaintConformanceTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);

    static Stream<Path> samplings() {
        return Fixtures.files("sampling_repaint_");
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void theWholeChainFromItsFirstNoiseIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var network = new StoredNetwork(file);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance").asDouble();
            RePaint rePaint = rePaint(file);
            Measurement m = measurement(file);
            NoiseDraws noise = noise(file);
            var sample = new Sample(Fixtures.tensor(file, "x_T"), null);
            for (Move move : rePaint.moves()) {
                Prediction prediction = move.denoise() ? network.predict(sample.xt(), move.t(), true) : null;
                sample = rePaint.step(move, sample, prediction, m, Guidance.none(), noise);
                String x0 = "x0.%03d".formatted(move.index());
                if (move.denoise() && file.names().contains(x0)) {
                    Fixtures.assertClose(x0, known(sample.x0()), Fixtures.tensor(file, x0), tolerance);
                }
                Tensor x = seenNext(rePaint, move, Fixtures.tensor(file, "x.%03d".formatted(move.index())), m, noise);
                Fixtures.assertClose("x after move " + move, sample.xt(), x, tolerance);
            }
        }
    }

    /** The stored sample as the network meets it: the reference puts the known pixels in when the next step begins. */
    private static Tensor seenNext(RePaint rePaint, Move move, Tensor stored, Measurement m, NoiseDraws noise) {
        Tensor mask = m.operator().forward(torch.ones_like(stored));
        Tensor invented = stored.mul(mask.neg().add(new Scalar(1.0)));
        if (move.s() < 0) {
            return invented.add(m.y()); // our result has y's pixels as they were measured
        }
        if (!rePaint.moves().get(move.index() + 1).denoise()) {
            return stored;
        }
        double as = SCHEDULE.alphaBar(move.s());
        Tensor z = noise.draw(zvrd.tensor.NoiseStream.KNOWN_REGION, move.index(), stored.shape());
        Tensor known = m.y().mul(new Scalar(Math.sqrt(as))).add(z, new Scalar(Math.sqrt(1 - as)));
        return invented.add(known.mul(mask));
    }

    private static RePaint rePaint(TensorFile file) {
        JsonNode schedule = Fixtures.json(file, "settings").get("sched");
        var travel = new TimeTravel(
                schedule.get("jump_length").asInt(),
                schedule.get("jump_n_sample").asInt(),
                schedule.get("n_sample").asInt());
        int[] map = integers(Fixtures.json(file, "timestep_map"));
        int[] levels = java.util.Arrays.copyOf(map, schedule.get("t_T").asInt());
        var rePaint = new RePaint(SCHEDULE, levels, travel, false);
        int[] times = integers(Fixtures.json(file, "times"));
        assertThat(rePaint.moves()).hasSize(times.length - 1);
        for (Move move : rePaint.moves()) {
            int k = move.index();
            assertThat(move.t()).as("level before move %d", k).isEqualTo(levels[times[k]]);
            assertThat(move.s()).as("level after move %d", k).isEqualTo(times[k + 1] < 0 ? -1 : levels[times[k + 1]]);
        }
        return rePaint;
    }

    private static Measurement measurement(TensorFile file) {
        Tensor kept = Fixtures.tensor(file, "gt_keep_mask").narrow(0, 0, 1).narrow(1, 0, 1);
        float[] lost = Tensors.toFloats(kept.neg().add(new Scalar(1.0)));
        var a = new Inpainting(Mask.ofLuma(lost, (int) kept.size(3), (int) kept.size(2)));
        return new Measurement(a.forward(Fixtures.tensor(file, "gt")), a, 0);
    }

    /** The stored numbers by what they were drawn for; a known region's when the step after its move began. */
    private static NoiseDraws noise(TensorFile file) {
        Map<String, Integer> draws = new HashMap<>();
        for (JsonNode drawn : Fixtures.json(file, "noise_order")) {
            draws.put(
                    drawn.get(1).stringValue() + drawn.get(0).asInt(),
                    drawn.get(2).asInt());
        }
        return (stream, move, shape) -> {
            String purpose = switch (stream) {
                case STEP -> "sample" + move;
                case KNOWN_REGION -> "gt" + (move + 1);
                case TRAVEL -> "undo" + move;
                case START, LEARNED, MEASUREMENT -> throw new AssertionError("RePaint draws no " + stream + " here");
            };
            Integer number = draws.get(purpose);
            assertThat(number).as("noise drawn for %s", purpose).isNotNull();
            return Fixtures.tensor(file, "noise.%03d".formatted(number));
        };
    }

    private static int[] integers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static Tensor known(@Nullable Tensor x) {
        if (x == null) {
            throw new AssertionError("a denoising move leaves a clean image");
        }
        return x;
    }
}
