package zvrd.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.nn.TinyUNet;
import zvrd.semantic.Bottleneck;
import zvrd.semantic.ImageEmbedding;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

@ExtendWith(LeakGuard.class)
class ConsistencyGuidanceTest {
    @TempDir
    private Path folder = Path.of("");

    private static final int T = 100;

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0.02", "4, 0.02", "5, 0.1"})
    void aStepLowersThePixelLossByAboutTheSquareOfItsGradient(long seed, double huber) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(seed);
            Tensor x0 = torch.rand(4, 3, 20, 27).sub(new Scalar(0.5));
            Motion motion = randomMotion(4, 20, 27);
            var loss = new PixelConsistency(huber);
            double s = 1e-4;
            Loss before = loss.of(x0, motion);
            Tensor moved = pixelGuidance(s, huber, motion, 0).adjust(x0, T);
            double fall = before.value() - loss.of(moved, motion).value();
            double predicted = s * Tensors.dot(before.gradient(), before.gradient());
            // terms whose sign turns within the step fall by less: a share of s over the size of the differences
            assertThat(fall).isCloseTo(predicted, within(0.1 * predicted));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02})
    void gradientIsThatOfTheValue(double huber) {
        try (var scope = new TensorScope()) {
            torch.manual_seed(11);
            Tensor x0 = torch.rand(3, 3, 12, 10).to(torch.ScalarType.Double);
            Motion motion = randomMotion(3, 12, 10);
            Motion exact = new Motion(
                    new FlowPairs(
                            motion.flow().backward().to(torch.ScalarType.Double),
                            motion.flow().forward()),
                    motion.seenBefore().to(torch.ScalarType.Double),
                    motion.seenAfter());
            var loss = new PixelConsistency(huber);
            Tensor way = torch.randn(3, 3, 12, 10).to(torch.ScalarType.Double);
            double h = 1e-6;
            double up = loss.of(x0.add(way, new Scalar(h)), exact).value();
            double down = loss.of(x0.sub(way, new Scalar(h)), exact).value();
            double slope = Tensors.dot(loss.of(x0, exact).gradient(), way);
            assertThat((up - down) / (2 * h)).isCloseTo(slope, within(1e-4)); // kinks are met with probability 1e-3
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02})
    void aStaticClipIsLeftAsItIsToTheBit(double huber) {
        try (var scope = new TensorScope();
                var semantic = new SemanticConsistency(new ColourMeans(), 2)) {
            torch.manual_seed(2);
            Tensor x0 = torch.rand(1, 3, 24, 40).repeat(5, 1, 1, 1);
            Tensor still = torch.zeros(4, 2, 24, 40);
            Tensor seen = torch.ones(4, 1, 24, 40);
            var motion = new Motion(new FlowPairs(still, still), seen, seen);
            var settings = new GuidanceSettings(0.01, 0.1, 400, huber);
            for (int t : new int[] {900, 10}) {
                Tensor moved = new ConsistencyGuidance(settings, motion, semantic, 0).adjust(x0, t);
                assertThat(moved.equal(x0)).as("unchanged at t = %d", t).isTrue();
            }
        }
    }

    @Test
    void anchorsAreLookedAtAndNeverMoved() {
        try (var scope = new TensorScope();
                var semantic = new SemanticConsistency(new ColourMeans(), 1)) {
            torch.manual_seed(3);
            Tensor x0 = torch.rand(5, 3, 16, 16);
            Motion motion = randomMotion(5, 16, 16);
            var settings = new GuidanceSettings(0.01, 0.1, 400, 0.02);
            Tensor free = new ConsistencyGuidance(settings, motion, null, 0).adjust(x0, T);
            Tensor held = new ConsistencyGuidance(settings, motion, null, 2).adjust(x0, T);
            assertThat(held.narrow(0, 0, 2).equal(x0.narrow(0, 0, 2))).isTrue();
            assertThat(held.narrow(0, 2, 3).equal(free.narrow(0, 2, 3))).isTrue();
            Tensor both = new ConsistencyGuidance(settings, motion, semantic, 2).adjust(x0, T);
            assertThat(both.narrow(0, 0, 2).equal(x0.narrow(0, 0, 2))).isTrue();
            assertThat(both.narrow(0, 2, 1).equal(free.narrow(0, 2, 1))).isFalse();
            Tensor all = new ConsistencyGuidance(settings, motion, semantic, 5).adjust(x0, T);
            assertThat(all).isSameAs(x0);
        }
    }

    @Test
    void withoutAPairOrAWishTheFramesThemselvesComeBack() {
        try (var scope = new TensorScope();
                var semantic = new SemanticConsistency(new ColourMeans(), 1)) {
            torch.manual_seed(4);
            Tensor x0 = torch.rand(3, 3, 16, 16);
            Motion motion = randomMotion(3, 16, 16);
            var settings = new GuidanceSettings(0.01, 0.1, 400, 0.02);
            Tensor one = x0.narrow(0, 0, 1);
            assertThat(new ConsistencyGuidance(settings, null, semantic, 0).adjust(one, T))
                    .isSameAs(one);
            assertThat(new ConsistencyGuidance(settings, null, null, 0).adjust(x0, T))
                    .isSameAs(x0);
            assertThat(new ConsistencyGuidance(settings, motion, null, 0).adjust(x0, 400))
                    .isSameAs(x0);
            var off = new GuidanceSettings(0, 0, 400, 0.02);
            assertThat(new ConsistencyGuidance(off, motion, semantic, 0).adjust(x0, T))
                    .isSameAs(x0);
        }
    }

    /** 0.1·s where L_PC acts too, 0.1·0.003 before; never further than where a straight line has lost it all. */
    @ParameterizedTest
    @CsvSource({"399, 0.001", "400, 0.0003"})
    void theMeaningMovesPixelsByAShareOfTheScale(int t, double expected) {
        try (var scope = new TensorScope();
                var semantic = new SemanticConsistency(new ColourMeans(), 2)) {
            torch.manual_seed(5);
            Tensor x0 = torch.rand(4, 3, 16, 16);
            x0.narrow(0, 0, 2).select(1, 0).add_(new Scalar(0.5)); // far enough apart
            var settings = new GuidanceSettings(0.01, 0.1, 400, 0.02);
            Tensor moved = new ConsistencyGuidance(settings, null, semantic, 0).adjust(x0, t);
            Tensor move = moved.sub(x0);
            double rms = Math.sqrt(Tensors.dot(move, move) / x0.numel());
            assertThat(rms).isCloseTo(expected, within(1e-3 * expected)); // a float32 of 1 has steps of 1e-7
            assertThat(semantic.of(moved).value()).isLessThan(semantic.of(x0).value());
        }
    }

    @Test
    void framesNearlyAlikeInMeaningMoveNoFurtherThanTheirDifference() {
        try (var scope = new TensorScope();
                var semantic = new SemanticConsistency(new ColourMeans(), 2)) {
            Tensor x0 = torch.rand(1, 3, 16, 16).repeat(2, 1, 1, 1);
            x0.narrow(0, 1, 1).select(1, 0).add_(new Scalar(1e-4));
            var settings = new GuidanceSettings(0.01, 1, 400, 0.02);
            Tensor moved = new ConsistencyGuidance(settings, null, semantic, 0).adjust(x0, T);
            assertThat(moved.sub(x0).abs().max().item_double()).isBetween(1e-6, 1e-4);
            assertThat(semantic.of(moved).value()).isLessThan(semantic.of(x0).value());
        }
    }

    /** What a frame's embedding is must not depend on whether its gradient is asked for too, nor on its neighbours' thread. */
    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "BFLOAT16"})
    void theNumberOfThreadsChangesNoBitOfTheMeaning(Precision precision) {
        Path prior = TinyUNet.write(folder.resolve("prior.safetensors"));
        try (var scope = new TensorScope();
                TensorFile file = SafetensorsFile.open(prior);
                var embedding = new Bottleneck(TinyUNet.CONFIG, StateDict.of(file), precision);
                var one = new SemanticConsistency(embedding, 1)) {
            torch.manual_seed(6);
            Tensor x0 = torch.rand(5, 3, 64, 80);
            Loss expected = one.of(x0);
            assertThat(expected.gradient().abs().max().item_double()).isPositive();
            for (int threads : new int[] {2, 3, 7}) {
                try (var many = new SemanticConsistency(embedding, threads);
                        var samplersRunUnder = new NoGradGuard()) {
                    Loss found = many.of(x0);
                    assertThat(found.value()).isEqualTo(expected.value());
                    assertThat(found.gradient().equal(expected.gradient())).isTrue();
                }
            }
        }
    }

    @Test
    void theMeaningIsAskedForWhereThePixelsHaveBeenMovedTo() {
        try (var scope = new TensorScope();
                var semantic = new SemanticConsistency(new ColourMeans(), 1)) {
            torch.manual_seed(7);
            Tensor x0 = torch.rand(3, 3, 16, 16);
            Motion motion = randomMotion(3, 16, 16);
            var settings = new GuidanceSettings(0.01, 0.1, 400, 0.02);
            Tensor pixels = new ConsistencyGuidance(settings, motion, null, 0).adjust(x0, T);
            Tensor then = new ConsistencyGuidance(settings, null, semantic, 0).adjust(pixels, T);
            Tensor both = new ConsistencyGuidance(settings, motion, semantic, 0).adjust(x0, T);
            assertThat(both.equal(then)).isTrue();
        }
    }

    @Test
    void settingsBelowZeroAreRefused() {
        assertThatThrownBy(() -> new GuidanceSettings(-0.01, 0.1, 400, 0.02)).hasMessageContaining("scale");
        assertThatThrownBy(() -> new GuidanceSettings(0.01, Double.NaN, 400, 0.02))
                .hasMessageContaining("semantic share");
        assertThatThrownBy(() -> new GuidanceSettings(0.01, 0.1, -1, 0.02)).hasMessageContaining("T_TC");
        assertThatThrownBy(() -> new GuidanceSettings(0.01, 0.1, 400, Double.POSITIVE_INFINITY))
                .hasMessageContaining("Huber");
        var settings = new GuidanceSettings(0.01, 0.1, 400, 0.02);
        assertThatThrownBy(() -> new ConsistencyGuidance(settings, null, null, -1))
                .hasMessageContaining("anchors");
    }

    private static ConsistencyGuidance pixelGuidance(double s, double huber, Motion motion, int anchors) {
        return new ConsistencyGuidance(new GuidanceSettings(s, 0, 400, huber), motion, null, anchors);
    }

    /** Displacements of some pixels, and masks of which a quarter is hidden. */
    private static Motion randomMotion(int frames, int height, int width) {
        Tensor flow = torch.randn(frames - 1, 2, height, width).mul(new Scalar(2.0));
        Tensor seen =
                torch.rand(frames - 1, 1, height, width).gt(new Scalar(0.25)).to(torch.ScalarType.Float);
        return new Motion(new FlowPairs(flow, flow), seen, seen);
    }

    /** The means of the three colours, squared so that it is no straight line. */
    private static final class ColourMeans implements ImageEmbedding {
        @Override
        public String name() {
            return "colour means";
        }

        @Override
        public Tensor embed(Tensor x0) {
            return TensorScope.compute(() -> x0.flatten(2, -1).square().mean(2));
        }

        @Override
        public void close() {}
    }
}
