package zvrd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.conformance.Fixtures;
import zvrd.nn.ImageNetFeatures;
import zvrd.nn.Inception;
import zvrd.tensor.Images;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.ModelStore;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFormatException;

/** LPIPS and FID beside the packages that published them, over narrow networks with random weights. */
@ExtendWith(LeakGuard.class)
class PerceptualMetricsTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder = Path.of("");

    private static TensorFile stored() {
        return copy("/zvrd/metrics/perceptual_networks.safetensors");
    }

    /** One of the files of the tests, whatever folder conformance is tested with. */
    private static TensorFile copy(String resource) {
        try {
            var file = PerceptualMetricsTest.class.getResource(resource);
            return SafetensorsFile.open(Path.of(Objects.requireNonNull(file).toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Frame {@code t} of the two stored ones, [1, 3, H, W] in [-1, 1]. */
    private static Tensor frame(TensorFile file, int t) {
        return TensorScope.compute(() -> Fixtures.tensor(file, "frames")
                .to(ScalarType.Float)
                .narrow(0, t, 1)
                .div(new Scalar(127.5))
                .sub(new Scalar(1.0)));
    }

    @ParameterizedTest
    @CsvSource({"alex", "vgg"})
    void lpipsIsThatOfItsAuthors(String kind) {
        try (TensorFile file = stored();
                var scope = new TensorScope();
                var lpips = lpips(file, kind)) {
            double expected = Fixtures.tensor(file, kind + "_lpips").item_double();
            Tensor x = frame(file, 0);
            assertThat(lpips.of(frame(file, 1), x)).isCloseTo(expected, within(TOLERANCE * expected));
            assertThat(lpips.of(x, x)).isZero();
            assertThat(lpips.of(x.narrow(2, 0, 30), x.narrow(2, 0, 30))).isNaN();
        }
    }

    private static Lpips lpips(TensorFile file, String kind) {
        StateDict weights = StateDict.of(file).at(kind);
        return new Lpips(kind, new ImageNetFeatures(weights), weights);
    }

    @Test
    void featuresForFidAreThoseOfPytorchFid() {
        try (TensorFile file = stored();
                var scope = new TensorScope();
                var features =
                        new InceptionFeatures(new Inception(StateDict.of(file).at("inception")))) {
            for (int t = 0; t < 2; t++) {
                float[] vector = features.of(frame(file, t));
                Tensor expected = Fixtures.tensor(file, "inception_features").narrow(0, t, 1);
                Fixtures.assertClose(Tensors.of(vector, 1, vector.length), expected, TOLERANCE / 10);
            }
        }
    }

    @Test
    void whatTheModelStoreHasIsMeasured() {
        var store = new ModelStore(folder.resolve("store"));
        assertThat(PerceptualNetworks.of(store)).isEqualTo(PerceptualNetworks.NONE);
        importPart(store, "inception", "fid-inception", "");
        importPart(store, "vgg", "vgg16", "features.");
        importPart(store, "vgg", "lpips-vgg", "lin");
        importClip(store);
        try (PerceptualNetworks networks = PerceptualNetworks.of(store);
                TensorFile file = stored();
                var scope = new TensorScope();
                var comparison = new ClipComparison(new SteadyFlow(0, 0), networks, 2, 2)) {
            short[] a = Images.toRgb16(frame(file, 0), 8);
            short[] b = Images.toRgb16(frame(file, 1), 8);
            for (int t = 0; t < 3; t++) {
                short[] reference = t == 1 ? b : a;
                comparison.add(new Moment(72, 56, reference, List.of(reference, t == 1 ? a : b)));
            }
            Map<String, Double> right = comparison.means().get(0);
            Map<String, Double> other = comparison.means().get(1);
            assertThat(right).containsEntry("lpips", 0.0);
            assertThat(right.get("fid")).isCloseTo(0, within(1e-6)); // the difference of sums of 128 squares
            assertThat(other.get("fid")).isPositive();
            assertThat(other.get("lpips"))
                    .isCloseTo(Fixtures.tensor(file, "vgg_lpips").item_double(), within(TOLERANCE));
            assertThat(right.get("fs")).isEqualTo(right.get("fs_reference")).isBetween(-1.0, 1.0);
            assertThat(other.get("fs")).isCloseTo(right.get("fs"), within(1e-6)); // both go from a to b and back
            assertThat(right.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            comparison.measures().stream().map(Measure::name).toList());
        }
    }

    @Test
    void aFileOfAnotherNetworkIsRefused() {
        var store = new ModelStore(folder.resolve("store"));
        importPart(store, "vgg", "fid-inception", "features.");
        assertThatThrownBy(() -> PerceptualNetworks.of(store))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("Conv2d_1a_3x3");
        store.remove("fid-inception");
        importPart(store, "inception", "alexnet", "");
        importPart(store, "alex", "lpips-alex", "lin");
        assertThatThrownBy(() -> PerceptualNetworks.of(store))
                .isInstanceOf(WeightFormatException.class)
                .hasMessageContaining("features.0.weight");
    }

    /** The tensors of {@code network} whose names begin so, under the names they are published with. */
    private void importPart(ModelStore store, String network, String name, String beginning) {
        try (TensorFile file = stored()) {
            importTensors(store, name, file, network + ".", beginning);
        }
    }

    private void importClip(ModelStore store) {
        try (TensorFile file = copy("/fixtures/clip_vit.safetensors")) {
            importTensors(store, "clip-vit-b-32", file, "weights.", "visual.");
        }
    }

    private void importTensors(ModelStore store, String name, TensorFile file, String prefix, String beginning) {
        var tensors = new LinkedHashMap<String, TensorData>();
        for (String full : file.names()) {
            if (full.startsWith(prefix + beginning)) {
                tensors.put(full.substring(prefix.length()), file.read(full));
            }
        }
        assertThat(tensors).isNotEmpty();
        Path part = folder.resolve(name + ".safetensors");
        SafetensorsWriter.write(part, Map.of(), tensors);
        store.importFile(part, name);
    }
}
