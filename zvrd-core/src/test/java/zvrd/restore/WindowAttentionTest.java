package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.diffusion.Prediction;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.nn.Attention;
import zvrd.temporal.AttentionSettings;
import zvrd.temporal.CrossNeighbourAttention;
import zvrd.temporal.FrameAnswer;
import zvrd.temporal.Meeting;
import zvrd.temporal.Seat;
import zvrd.temporal.SlrEvaluation;
import zvrd.temporal.TrajectoryMode;
import zvrd.temporal.TrajectoryValues;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** Frames of a window that look at each other, on a network of random weights with attention at a half and a quarter. */
@ExtendWith(LeakGuard.class)
@Timeout(60) // frames that wait for each other for ever are the fault to look for
class WindowAttentionTest {
    private static final String OPTIONS = """
            {"image_size": 32, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1,1",
             "attention_resolutions": "16,8", "num_head_channels": 16, "learn_sigma": true, "resblock_updown": true,
             "use_scale_shift_norm": true}""";
    private static final TilePlan PLAN = new TilePlan(20, 28, 16, 4, 4); // tiles with mirrored rows and columns
    private static final int T = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TrajectoryMode.class)
    void oneFrameAloneIsEvaluatedAsWithoutTheOthersBitForBit(TrajectoryMode mode) {
        try (Prior prior = prior(Precision.BFLOAT16);
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var scope = new TensorScope()) {
            Tensor x = noise(1, 1);
            float[] plain = floats(denoiser(workers, null).predict(x, T));
            assertThat(floats(denoiser(workers, flatten(mode)).predict(x, T))).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource(TrajectoryMode.class)
    void framesThatAreAllTheSameSeeInTheirNeighboursWhatTheyWouldSeeInThemselves(TrajectoryMode mode) {
        try (Prior prior = prior(Precision.FLOAT32);
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var scope = new TensorScope()) {
            Tensor one = noise(2, 1);
            Tensor x = torch.cat(new TensorVector(one, one, one), 0);
            Tensor plain = denoiser(workers, null).predict(x, T).channels();
            Tensor across = denoiser(workers, flatten(mode)).predict(x, T).channels();
            Tensor along = denoiser(workers, flatten(mode))
                    .predict(x, T, motion(3, 0), x)
                    .channels();
            assertThat(worst(across, plain)).isCloseTo(0, within(1e-5)); // sums over twice as many keys
            assertThat(worst(along, plain)).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void framesInTurnsLookAcrossNeighboursAsTheWholeWindowAtOnceWould() {
        var whole = new TilePlan(16, 16, 16, 0, 4);
        try (Prior prior = prior(Precision.FLOAT32);
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            Tensor x = noise(4, 4).narrow(2, 0, 16).narrow(3, 0, 16).contiguous();
            var network = (NetworkDenoiser) prior.denoiser();
            var across = new CrossNeighbourAttention();
            Attention inDecoder = (site, feature, q, k, v) ->
                    (site.decoder() ? across : Attention.plain()).attend(site, feature, q, k, v);
            var batch = network.attending(inDecoder);
            var inTurns = new WindowDenoiser(workers, prior.schedule(), whole, 4, flatten(TrajectoryMode.PROXY), null);
            Tensor found = inTurns.predict(x, T).channels();
            double size = found.abs().max().item_double(); // float32 sums in another order, as the batch is another
            double far = worst(found, network.predict(x, T).channels()) / size;
            assertThat(worst(found, batch.predict(x, T).channels()) / size).isCloseTo(0, within(1e-6));
            assertThat(far).isGreaterThan(2e-5); // so near is not by chance
        }
    }

    @ParameterizedTest
    @CsvSource({"PROXY,FLATTEN", "PROXY,LITERAL", "PROXY,OLD_QK", "EXACT,FLATTEN", "EXACT,OLD_QK"})
    void theSameBytesForEveryThreadCountAndNumberOfTilesUnderWay(TrajectoryMode mode, TrajectoryValues values) {
        var settings = new AttentionSettings(500, mode, values);
        try (Prior prior = prior(Precision.BFLOAT16)) {
            List<float[]> reference = steps(prior, settings, 1, 1);
            for (int[] threadsAndAhead : new int[][] {{2, 4}, {4, 20}}) {
                List<float[]> found = steps(prior, settings, threadsAndAhead[0], threadsAndAhead[1]);
                for (int step = 0; step < reference.size(); step++) {
                    assertThat(found.get(step)).isEqualTo(reference.get(step));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aFrameThatFailsWakesTheOthers(int threads) {
        try (Prior prior = prior(Precision.FLOAT32);
                var workers = new NetworkWorkers(prior.denoiser(), threads)) {
            var evaluation = new SlrEvaluation(
                    (NetworkDenoiser) prior.denoiser(), flatten(TrajectoryMode.PROXY), frame -> false);
            List<Future<FrameAnswer>> answers = new ArrayList<>();
            var meeting = new Meeting();
            Tile tile = PLAN.tiles().get(0);
            for (int n = 0; n < 4; n++) {
                int frame = n;
                float[] pixels = new float[n == 2 ? 1 : 3 * tile.height() * tile.width()];
                answers.add(workers.submit(turn ->
                        WindowDenoiser.met(evaluation, tile, pixels, T, new Seat(frame, 4, meeting, turn), null)));
            }
            for (Future<FrameAnswer> answer : answers) {
                assertThatThrownBy(() -> NetworkWorkers.await(answer))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the array has 1");
            }
            Future<float[]> next = workers.submit(new float[3 * 16 * 16], 16, 16, T);
            assertThat(NetworkWorkers.await(next)).hasSize(6 * 16 * 16); // no permit was lost
        }
    }

    @Test
    void framesThatWaitEndWhenTheWorkersClose() {
        try (Prior prior = prior(Precision.FLOAT32)) {
            var evaluation = new SlrEvaluation(
                    (NetworkDenoiser) prior.denoiser(), flatten(TrajectoryMode.PROXY), frame -> false);
            Tile tile = PLAN.tiles().get(0);
            var workers = new NetworkWorkers(prior.denoiser(), 1);
            float[] pixels = new float[3 * tile.height() * tile.width()];
            Future<FrameAnswer> lonely = workers.submit(
                    turn -> WindowDenoiser.met(evaluation, tile, pixels, T, new Seat(0, 2, new Meeting(), turn), null));
            int other = NetworkWorkers.await(workers.submit(turn -> 7)); // goes on while the other one waits
            assertThat(other).isEqualTo(7);
            workers.close();
            assertThatThrownBy(() -> NetworkWorkers.await(lonely)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void anInterruptedCallerLeavesNobodyWaiting() {
        try (Prior prior = prior(Precision.FLOAT32);
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var scope = new TensorScope()) {
            Tensor x = noise(5, 3);
            WindowDenoiser denoiser = denoiser(workers, flatten(TrajectoryMode.PROXY));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> denoiser.predict(x, T)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(floats(denoiser.predict(x, T)))
                    .isEqualTo(floats(
                            denoiser(workers, flatten(TrajectoryMode.PROXY)).predict(x, T)));
        }
    }

    /** Two steps below T_TA, the second with a history, after one above it. */
    private static List<float[]> steps(Prior prior, AttentionSettings settings, int threads, int ahead) {
        var outputs = new ArrayList<float[]>();
        try (var workers = new NetworkWorkers(prior.denoiser(), threads);
                var scope = new TensorScope()) {
            var denoiser = new WindowDenoiser(workers, prior.schedule(), PLAN, ahead, settings, null);
            Tensor x = noise(6, 3);
            Tensor before = noise(7, 3);
            for (int t : new int[] {600, 400, 200}) {
                outputs.add(floats(denoiser.predict(x, t, motion(3, t / 100), before)));
            }
        }
        return outputs;
    }

    private Prior prior(Precision precision) {
        return Prior.load(
                TinyPrior.write(folder.resolve("tiny.safetensors"), OPTIONS).toString(), precision);
    }

    private static WindowDenoiser denoiser(NetworkWorkers workers, @Nullable AttentionSettings attention) {
        return new WindowDenoiser(workers, workers.network().schedule(), PLAN, 3, attention, null);
    }

    private static AttentionSettings flatten(TrajectoryMode mode) {
        return new AttentionSettings(500, mode, TrajectoryValues.FLATTEN);
    }

    /** Everything moves by {@code dx} pixels to the right, and is seen. */
    private static Motion motion(int frames, int dx) {
        Tensor ones = torch.ones(frames - 1, 1, PLAN.height(), PLAN.width());
        Tensor forward = torch.cat(new TensorVector(ones.mul(new Scalar((double) dx)), torch.zeros_like(ones)), 1);
        return new Motion(new FlowPairs(forward.neg(), forward), ones, ones);
    }

    private static Tensor noise(long seed, int frames) {
        Tensor x = new NoiseSource(seed).normal(NoiseStream.START, 0, 0, 3, PLAN.height(), PLAN.width());
        for (int n = 1; n < frames; n++) {
            Tensor next = new NoiseSource(seed).normal(NoiseStream.START, 0, n, 3, PLAN.height(), PLAN.width());
            x = torch.cat(new TensorVector(x, next), 0);
        }
        return x;
    }

    private static float[] floats(Prediction prediction) {
        return Tensors.toFloats(prediction.channels());
    }

    private static double worst(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }
}
