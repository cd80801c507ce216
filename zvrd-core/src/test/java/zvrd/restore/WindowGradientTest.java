package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
import zvrd.backbone.GradientReach;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.diffusion.NetworkGradient;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.nn.Attention;
import zvrd.nn.UNetGradient;
import zvrd.temporal.AttentionSettings;
import zvrd.temporal.FrameAnswer;
import zvrd.temporal.Meeting;
import zvrd.temporal.Seat;
import zvrd.temporal.SlrEvaluation;
import zvrd.temporal.TileMotion;
import zvrd.temporal.TrajectoryMode;
import zvrd.temporal.TrajectoryValues;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The way back through tiles and frames, on a network of random weights with attention at a half and a quarter. */
@ExtendWith(LeakGuard.class)
@Timeout(60)
class WindowGradientTest {
    private static final String OPTIONS = """
            {"image_size": 32, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1,1",
             "attention_resolutions": "16,8", "num_head_channels": 16, "learn_sigma": true, "resblock_updown": true,
             "use_scale_shift_norm": true}""";
    private static final TilePlan PLAN = new TilePlan(20, 28, 16, 4, 4); // tiles with mirrored rows and columns
    private static final int T = 300;

    @TempDir
    Path folder;

    /** (ε(x + hd) - ε(x - hd)) / 2h along random directions. */
    @Test
    void theGradientThroughTilesIsTheDerivativeOfTheBlendedAnswer() {
        try (Prior prior = prior(Precision.FLOAT32);
                UNetGradient through = prior.gradient();
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            WindowDenoiser denoiser = denoiser(prior, workers, through, null, 0, 3);
            Tensor x = noise(1, 2);
            Tensor u = noise(2, 2);
            Tensor d = noise(3, 2);
            double h = 0.02;
            Tensor ahead = denoiser.predict(x.add(d, new Scalar(h)), T).epsilon();
            Tensor behind = denoiser.predict(x.sub(d, new Scalar(h)), T).epsilon();
            double along = Tensors.dot(ahead.sub(behind), u) / (2 * h);
            double found = Tensors.dot(denoiser.predict(x, T).pullback().of(u), d);
            double size = Math.sqrt(Tensors.dot(ahead.sub(behind), ahead.sub(behind)) * Tensors.dot(u, u)) / (2 * h);
            assertThat(found / size).isCloseTo(along / size, within(1e-4)); // h² of the third derivative
        }
    }

    @ParameterizedTest
    @CsvSource({"PROXY,FLATTEN", "PROXY,LITERAL", "EXACT,FLATTEN", "EXACT,OLD_QK"})
    void theSameBytesForEveryThreadCountAndNumberOfPiecesUnderWay(TrajectoryMode mode, TrajectoryValues values) {
        var settings = new AttentionSettings(500, mode, values);
        try (Prior prior = prior(Precision.BFLOAT16);
                UNetGradient through = prior.gradient()) {
            float[] reference = gradient(prior, through, settings, 1, 1);
            assertThat(gradient(prior, through, settings, 2, 4)).isEqualTo(reference);
            assertThat(gradient(prior, through, settings, 4, 20)).isEqualTo(reference);
        }
    }

    @Test
    void framesThatStayAsTheyAreHaveNoGradientAndChangeNoOthers() {
        try (Prior prior = prior(Precision.FLOAT32);
                UNetGradient through = prior.gradient();
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var scope = new TensorScope()) {
            Tensor x = noise(4, 3);
            Tensor u = noise(5, 3);
            var attention = new AttentionSettings(500, TrajectoryMode.PROXY, TrajectoryValues.FLATTEN);
            Tensor all = denoiser(prior, workers, through, attention, 0, 4)
                    .predict(x, T)
                    .pullback()
                    .of(u);
            Tensor some = denoiser(prior, workers, through, attention, 1, 4)
                    .predict(x, T)
                    .pullback()
                    .of(u);
            assertThat(some.narrow(0, 0, 1).abs().max().item_double()).isZero();
            assertThat(some.narrow(0, 1, 2).sub(all.narrow(0, 1, 2)).abs().max().item_double())
                    .isZero();
        }
    }

    /** Frames that look at each other through one graph: the derivative of all answers, by all frames. */
    @ParameterizedTest
    @CsvSource({"0,FLATTEN", "500,FLATTEN", "500,LITERAL", "500,OLD_QK"})
    void theCoupledGradientIsTheDerivativeOfTheWholeWindowsAnswer(int trajectoryFrom, TrajectoryValues values) {
        var settings = new AttentionSettings(trajectoryFrom, TrajectoryMode.PROXY, values);
        try (Prior prior = prior(Precision.FLOAT32);
                UNetGradient through = prior.gradient();
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var inference = new NoGradGuard();
                var scope = new TensorScope()) {
            Tensor x = noise(12, 3);
            Tensor u = noise(13, 3);
            Tensor d = noise(14, 3);
            double h = 0.002; // trajectories by similarity jump where a step is too wide
            Tensor after = answer(prior, workers, through, settings, x.add(d, new Scalar(h)));
            Tensor before = answer(prior, workers, through, settings, x.sub(d, new Scalar(h)));
            double along = Tensors.dot(after.sub(before), u) / (2 * h);
            Tensor gradient = denoiser(prior, workers, through, settings, 0, 3, GradientReach.COUPLED)
                    .predict(x, T, motion(3), noise(15, 3))
                    .pullback()
                    .of(u);
            double size = Math.sqrt(Tensors.dot(after.sub(before), after.sub(before)) * Tensors.dot(u, u)) / (2 * h);
            assertThat(Tensors.dot(gradient, d) / size).isCloseTo(along / size, within(1e-3)); // rounding over h
        }
    }

    private static Tensor answer(
            Prior prior, NetworkWorkers workers, UNetGradient through, AttentionSettings settings, Tensor x) {
        return denoiser(prior, workers, through, settings, 0, 3, GradientReach.COUPLED)
                .predict(x, T, motion(3), noise(15, 3))
                .epsilon();
    }

    /** What a frame heard of its neighbours is all it needs to be evaluated again by itself. */
    @ParameterizedTest
    @CsvSource({"PROXY,FLATTEN", "PROXY,LITERAL", "PROXY,OLD_QK", "EXACT,FLATTEN", "EXACT,LITERAL", "EXACT,OLD_QK"})
    void aFrameEvaluatedAgainWithoutTheOthersAnswersTheSameBitForBit(TrajectoryMode mode, TrajectoryValues values) {
        try (Prior prior = prior(Precision.FLOAT32);
                var workers = new NetworkWorkers(prior.denoiser(), 2);
                var scope = new TensorScope()) {
            Tile tile = PLAN.tiles().get(0);
            var network = (NetworkDenoiser) prior.denoiser();
            var evaluation = new SlrEvaluation(network, new AttentionSettings(500, mode, values), frame -> true);
            List<float[]> frames = Tensors.framesOf(noise(6, 3));
            TileMotion motion = WindowMotion.of(motion(3), noise(7, 3), 2).in(tile, null);
            var meeting = new Meeting();
            List<Future<FrameAnswer>> answers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                int frame = n;
                float[] pixels = cut(tile, frames.get(n));
                answers.add(workers.submit(turn ->
                        WindowDenoiser.met(evaluation, tile, pixels, T, new Seat(frame, 3, meeting, turn), motion)));
            }
            for (int n = 0; n < 3; n++) {
                FrameAnswer answer = NetworkWorkers.await(answers.get(n));
                float[] pixels = cut(tile, frames.get(n));
                Attention attention = Objects.requireNonNull(answer.again());
                Future<float[]> again = workers.submit(turn -> Tensors.toFloats(network.attending(attention)
                        .predict(Tensors.of(pixels, 1, 3, tile.height(), tile.width()), T)
                        .channels()));
                assertThat(NetworkWorkers.await(again)).isEqualTo(answer.output());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void withoutAWayBackAPredictionSaysSo(Precision precision) {
        try (Prior prior = prior(precision);
                var workers = new NetworkWorkers(prior.denoiser(), 1);
                var scope = new TensorScope()) {
            var denoiser = new WindowDenoiser(workers, prior.schedule(), PLAN, 1, null, null);
            Tensor x = noise(8, 1);
            assertThatThrownBy(() -> denoiser.predict(x, T).pullback().of(x)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static float[] gradient(
            Prior prior, UNetGradient through, AttentionSettings settings, int threads, int ahead) {
        try (var workers = new NetworkWorkers(prior.denoiser(), threads);
                var scope = new TensorScope()) {
            WindowDenoiser denoiser = denoiser(prior, workers, through, settings, 0, ahead);
            return Tensors.toFloats(denoiser.predict(noise(9, 3), T, motion(3), noise(10, 3))
                    .pullback()
                    .of(noise(11, 3)));
        }
    }

    private static WindowDenoiser denoiser(
            Prior prior,
            NetworkWorkers workers,
            UNetGradient through,
            @Nullable AttentionSettings attention,
            int still,
            int ahead) {
        return denoiser(prior, workers, through, attention, still, ahead, GradientReach.LOCAL);
    }

    private static WindowDenoiser denoiser(
            Prior prior,
            NetworkWorkers workers,
            UNetGradient through,
            @Nullable AttentionSettings attention,
            int still,
            int ahead,
            GradientReach reach) {
        var back =
                new WindowGradient(workers, new NetworkGradient(through, prior.schedule()), PLAN, ahead, still, reach);
        return new WindowDenoiser(workers, prior.schedule(), PLAN, ahead, attention, back);
    }

    private static float[] cut(Tile tile, float[] frame) {
        return tile.cut(frame, 3, PLAN.height(), PLAN.width());
    }

    private Prior prior(Precision precision) {
        return Prior.load(
                TinyPrior.write(folder.resolve("tiny.safetensors"), OPTIONS).toString(), precision);
    }

    /** Everything moves by three pixels to the right, and is seen. */
    private static Motion motion(int frames) {
        Tensor ones = torch.ones(frames - 1, 1, PLAN.height(), PLAN.width());
        Tensor forward = torch.cat(new TensorVector(ones.mul(new Scalar(3.0)), torch.zeros_like(ones)), 1);
        return new Motion(new FlowPairs(forward.neg(), forward), ones, ones);
    }

    private static Tensor noise(long seed, int frames) {
        var images = new TensorVector();
        for (int n = 0; n < frames; n++) {
            images.push_back(new NoiseSource(seed).normal(NoiseStream.START, 0, n, 3, PLAN.height(), PLAN.width()));
        }
        return torch.cat(images, 0);
    }
}
