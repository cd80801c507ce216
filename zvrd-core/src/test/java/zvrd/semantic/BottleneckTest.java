package zvrd.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.nn.Attention;
import zvrd.nn.FeatureTap;
import zvrd.nn.TinyClip;
import zvrd.nn.TinyUNet;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.nn.UNetInput;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.ModelStore;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

@ExtendWith(LeakGuard.class)
class BottleneckTest {
    @TempDir
    private Path folder = Path.of("");

    private Path prior = Path.of("");

    @BeforeEach
    void writesANetwork() {
        prior = TinyUNet.write(folder.resolve("prior.safetensors"));
    }

    @Test
    void itIsTheMeanOfTheWholeNetworksMiddleBlock() {
        try (TensorFile file = SafetensorsFile.open(prior);
                var scope = new TensorScope();
                UNet whole = new UNet(TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32);
                var bottleneck = new Bottleneck(TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32)) {
            torch.manual_seed(1);
            Tensor x0 = torch.rand(2, 3, 256, 128).sub(new Scalar(0.5));
            float[][] seen = new float[1][];
            FeatureTap tap = (module, output) -> {
                if (module.equals("middle_block")) {
                    seen[0] = Tensors.toFloats(output.mean(2, 3));
                }
            };
            whole.forward(UNetInput.of(x0, new double[] {0}), Attention.plain(), tap);
            Tensor expected = Tensors.of(seen[0], 2, 64);
            Tensor error = bottleneck.embed(x0).sub(expected).abs().max();
            assertThat(error.item_double())
                    .isLessThan(1e-4 * expected.abs().max().item_double()); // other kernels, other order of sums
        }
    }

    @Test
    void itsGradientIsThatOfItsValues() {
        try (TensorFile file = SafetensorsFile.open(prior);
                var scope = new TensorScope();
                var bottleneck = new Bottleneck(TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32)) {
            torch.manual_seed(2);
            Tensor x0 = torch.rand(1, 3, 160, 176);
            Tensor weights = torch.randn(1, 64);
            x0.requires_grad_(true);
            Tensor e = bottleneck.embed(x0);
            e.mul(weights).sum().backward();
            Tensor gradient = x0.grad();
            double rms = Math.sqrt(Tensors.dot(gradient, gradient) / gradient.numel());
            Tensor way = gradient.div(new Scalar(rms)); // where the slope stands out of float32's rounding
            double slope = rms * gradient.numel();
            double h = 1e-3;
            Tensor still = x0.detach();
            double up = Tensors.dot(bottleneck.embed(still.add(way, new Scalar(h))), weights);
            double down = Tensors.dot(bottleneck.embed(still.sub(way, new Scalar(h))), weights);
            assertThat((up - down) / (2 * h)).isCloseTo(slope, within(0.01 * slope));
            assertThat(e.requires_grad()).isTrue();
        }
    }

    @Test
    void bfloat16PointsTheSameWay() {
        try (TensorFile file = SafetensorsFile.open(prior);
                var scope = new TensorScope();
                var exact = new Bottleneck(TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32);
                var fast = new Bottleneck(TinyUNet.CONFIG, StateDict.of(file), Precision.BFLOAT16)) {
            torch.manual_seed(4);
            Tensor x0 = torch.rand(1, 3, 128, 128);
            Tensor weights = torch.randn(1, 64);
            Tensor expected = gradient(exact, x0, weights);
            Tensor found = gradient(fast, x0, weights);
            double cosine = Tensors.dot(expected, found)
                    / Math.sqrt(Tensors.dot(expected, expected) * Tensors.dot(found, found));
            assertThat(cosine).isGreaterThan(0.98); // some 20 roundings in a row there and back, each of up to 0.4 %
        }
    }

    private static Tensor gradient(Bottleneck bottleneck, Tensor x0, Tensor weights) {
        Tensor leaf = x0.detach().clone();
        leaf.requires_grad_(true);
        Tensor e = bottleneck.embed(leaf);
        assertThat(e.scalar_type().intern()).isEqualTo(torch.ScalarType.Float);
        e.mul(weights).sum().backward();
        return leaf.grad();
    }

    @ParameterizedTest
    @CsvSource({"256, 256", "270, 480", "1080, 1920", "130, 90", "100, 300", "3, 50"})
    void framesOfEverySizeHaveAnEmbedding(int height, int width) {
        try (TensorFile file = SafetensorsFile.open(prior);
                var scope = new TensorScope();
                var bottleneck = new Bottleneck(TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32)) {
            torch.manual_seed(3);
            Tensor e = bottleneck.embed(torch.rand(1, 3, height, width));
            assertThat(e.shape()).containsExactly(1, 64);
            assertThat(e.isfinite().all().item_bool()).isTrue();
        }
    }

    @Test
    void clipIsTakenWhereTheStoreHasItAndThePriorOtherwise() {
        var store = new ModelStore(folder.resolve("store"));
        try (TensorFile file = SafetensorsFile.open(prior);
                ImageEmbedding own = Embeddings.create(store, TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32)) {
            assertThat(own.name()).isEqualTo("bottleneck");
            Path clip = TinyClip.openAi(folder.resolve("clip.safetensors"), torch.ScalarType.Half, Map.of());
            store.importFile(clip, "clip-vit-b-16");
            try (var scope = new TensorScope();
                    ImageEmbedding installed =
                            Embeddings.create(store, TinyUNet.CONFIG, StateDict.of(file), Precision.FLOAT32)) {
                assertThat(installed.name()).isEqualTo("clip-vit-b-16");
                assertThat(installed.embed(torch.rand(2, 3, 40, 60)).shape()).containsExactly(2, 16);
            }
        }
    }

    @Test
    void networksThatWantMoreThanAnImageAreRefused() {
        UNetConfig conditional = UNetConfig.fromJson("{\"class_cond\": true}");
        try (TensorFile file = SafetensorsFile.open(prior)) {
            StateDict weights = StateDict.of(file);
            assertThatThrownBy(() -> new Bottleneck(conditional, weights, Precision.FLOAT32))
                    .hasMessageContaining("more than an image");
        }
    }
}
