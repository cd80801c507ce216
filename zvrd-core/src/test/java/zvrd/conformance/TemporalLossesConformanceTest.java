package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.motion.FlowPairs;
import zvrd.motion.FlowWarp;
import zvrd.motion.Motion;
import zvrd.semantic.Clip;
import zvrd.temporal.Loss;
import zvrd.temporal.PixelConsistency;
import zvrd.temporal.SemanticConsistency;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** The losses of the temporal guidance, eq. 8 to 10. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class TemporalLossesConformanceTest {
    private static final PixelConsistency PAPER = new PixelConsistency(0);
    private static final double GRADIENT = 1e-4; // of the largest

    static Stream<Path> files() {
        return Fixtures.files("temporal_losses");
    }

    @ParameterizedTest
    @MethodSource("files")
    void pixelLossAndItsGradientAreReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor x0 = Fixtures.tensor(file, "x0");
            Motion motion = motion(file, "flow_x0", "visible");
            Loss loss = PAPER.of(x0, motion);
            long terms = x0.numel() / x0.size(0) * (x0.size(0) - 1);
            assertLoss(file, "pixel_loss.sum", loss.value());
            assertLoss(file, "pixel_loss.mean", loss.value() / terms);
            Tensor certain = certain(x0, motion);
            Tensor error = loss.gradient()
                    .sub(Fixtures.tensor(file, "pixel_loss.sum_grad"))
                    .mul(certain);
            assertThat(largest(error)).isLessThanOrEqualTo(1e-5);
        }
    }

    /** Of two frames, the second one's gradient is that of the pair with its predecessor held. */
    @ParameterizedTest
    @MethodSource("files")
    void gradientWithThePredecessorHeldIsThatOfTheSecondOfTwoFrames(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor x0 = Fixtures.tensor(file, "x0");
            Motion motion = motion(file, "flow_x0", "visible");
            Tensor certain = certain(x0, motion);
            Tensor expected = Fixtures.tensor(file, "pixel_loss.sum_grad_previous_detached");
            for (int i = 1; i < x0.size(0); i++) {
                Loss pair = PAPER.of(x0.narrow(0, i - 1, 2), pair(motion, i - 1));
                Tensor error =
                        pair.gradient().select(0, 1).sub(expected.select(0, i)).mul(certain.select(0, i));
                assertThat(largest(error)).as("frame %d", i).isLessThanOrEqualTo(1e-5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void semanticLossAndItsGradientAreReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                TensorFile weights = weightsOf(file);
                var scope = new TensorScope();
                var clip = new Clip("tiny", ClipConformanceTest.network(weights));
                var semantic = new SemanticConsistency(clip, 2)) {
            for (String kind : new String[] {"semantic_loss", "semantic_loss_resized"}) {
                Tensor x0 = Fixtures.tensor(file, kind.endsWith("resized") ? "x0_clip_large" : "x0_clip");
                Fixtures.assertClose(kind, clip.embed(x0), Fixtures.tensor(file, kind + ".embeddings"), 1e-5);
                Loss loss = semantic.of(x0);
                assertLoss(file, kind + ".sum", loss.value());
                assertGradient(kind, loss.gradient(), Fixtures.tensor(file, kind + ".grad"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void totalIsTheSumOfBoth(Path path) {
        try (TensorFile file = Fixtures.open(path);
                TensorFile weights = weightsOf(file);
                var scope = new TensorScope();
                var clip = new Clip("tiny", ClipConformanceTest.network(weights));
                var semantic = new SemanticConsistency(clip, 2)) {
            double gamma = Fixtures.json(file, "config").required("gamma").asDouble();
            Tensor x0 = Fixtures.tensor(file, "x0_clip");
            Loss pixel = PAPER.of(x0, motion(file, "total.flow", "total.visible"));
            Loss meaning = semantic.of(x0);
            assertLoss(file, "total.pixel", pixel.value());
            assertLoss(file, "total.semantic", meaning.value());
            assertLoss(file, "total.loss", pixel.value() + gamma * meaning.value());
            Tensor gradient = pixel.gradient().add(meaning.gradient(), new Scalar(gamma));
            assertGradient("total", gradient, Fixtures.tensor(file, "total.grad"));
        }
    }

    private static TensorFile weightsOf(TensorFile file) {
        String name = file.metadata().get("clip_weights");
        assertThat(name).as("metadata clip_weights of %s", file.path()).isNotNull();
        return Fixtures.open(file.path().resolveSibling(String.valueOf(name)));
    }

    /** Files have an entry for every frame, of which the first is unused, and know no way forward. */
    private static Motion motion(TensorFile file, String flow, String visible) {
        Tensor backward = pairs(Fixtures.tensor(file, flow));
        Tensor seen = pairs(Fixtures.tensor(file, visible));
        return new Motion(new FlowPairs(backward, backward), seen, seen);
    }

    private static Tensor pairs(Tensor perFrame) {
        return perFrame.narrow(0, 1, perFrame.size(0) - 1);
    }

    private static Motion pair(Motion motion, int p) {
        Tensor flow = motion.flow().backward().narrow(0, p, 1);
        Tensor seen = motion.seenBefore().narrow(0, p, 1);
        return new Motion(new FlowPairs(flow, flow), seen, seen);
    }

    /** 1 where no difference below 1e-5 takes part in the gradient: its sign is one of rounding. */
    private static Tensor certain(Tensor x0, Motion motion) {
        long pairs = x0.size(0) - 1;
        Tensor flow = motion.flow().backward();
        Tensor r = x0.narrow(0, 1, pairs).sub(FlowWarp.warp(x0.narrow(0, 0, pairs), flow));
        Tensor doubtful = r.abs().lt(new Scalar(1e-5)).to(ScalarType.Float).mul(motion.seenBefore());
        Tensor sum = torch.zeros_like(x0);
        sum.narrow(0, 1, pairs).add_(doubtful);
        sum.narrow(0, 0, pairs).add_(FlowWarp.adjoint(doubtful, flow));
        return sum.eq(new Scalar(0.0)).to(ScalarType.Float);
    }

    private static void assertLoss(TensorFile file, String name, double actual) {
        double expected = Fixtures.tensor(file, name).item_double();
        double tolerance = Fixtures.json(file, "tolerance_loss_relative").asDouble();
        assertThat(actual).as(name).isCloseTo(expected, within(tolerance * Math.abs(expected)));
    }

    private static void assertGradient(String what, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as("shape of %s", what).isEqualTo(expected.shape());
        assertThat(largest(actual.sub(expected)))
                .as("max abs error of %s.grad", what)
                .isLessThanOrEqualTo(GRADIENT * largest(expected));
    }

    private static double largest(Tensor x) {
        return x.abs().max().item_double();
    }
}
