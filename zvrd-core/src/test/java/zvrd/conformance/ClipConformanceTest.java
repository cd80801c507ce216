package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.nn.ClipVision;
import zvrd.nn.FeatureTap;
import zvrd.semantic.ClipImages;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/** CLIP's image encoders and what images go through on their way to them. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class ClipConformanceTest {
    private static final String PREPROCESSING = "clip_preprocess";

    static Stream<Path> networks() {
        return Fixtures.files("clip_")
                .filter(file -> !file.getFileName().toString().startsWith(PREPROCESSING));
    }

    static Stream<Path> images() {
        return Fixtures.files(PREPROCESSING);
    }

    /** The encoder whose weights {@code file} has under {@code weights.}, with the heads its configuration names. */
    static ClipVision network(TensorFile file) {
        int heads = Fixtures.json(file, "config").required("heads").asInt();
        return ClipVision.of(StateDict.of(file).at("weights"), heads, ClipVision.Activation.QUICK_GELU);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyStoredOutputOfTheEncoderIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope();
                var network = network(file)) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            JsonNode side = Fixtures.json(file, "config").required("input_resolution");
            assertThat(network.resolution()).isEqualTo(side.asInt());
            Set<String> taps = file.names().stream()
                    .filter(name -> name.startsWith("tap."))
                    .collect(Collectors.toCollection(TreeSet::new));
            FeatureTap tap = (module, output) -> {
                String name = "tap." + module.replaceFirst("^transformer\\.", "");
                if (taps.remove(name)) {
                    boolean tokensFirst = name.startsWith("tap.resblocks."); // in the file
                    assertWithin(
                            name,
                            tokensFirst ? output.transpose(0, 1) : output,
                            Fixtures.tensor(file, name),
                            tolerance);
                }
            };
            Tensor embedding = network.forward(Fixtures.tensor(file, "image_normalised"), tap);
            assertWithin("embedding", embedding, Fixtures.tensor(file, "embedding"), tolerance);
            assertThat(taps).as("modules that were never seen").isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsOfTheCosineReachThePixels(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope();
                var network = network(file)) {
            double tolerance =
                    Fixtures.json(file, "tolerance_grad_relative_to_max").asDouble();
            Tensor x = Fixtures.tensor(file, "image_normalised");
            x.requires_grad_(true);
            Tensor e = network.forward(x);
            Tensor unit = e.div(e.square().sum(1).sqrt().unsqueeze(1));
            Tensor loss = unit.select(0, 0).mul(unit.select(0, 1)).sum().neg().add(new Scalar(1.0));
            assertWithin("loss", loss.detach(), Fixtures.tensor(file, "cos_loss"), 1e-6); // a float32 near 1
            loss.backward();
            for (int i = 0; i < 2; i++) {
                String name = i == 0 ? "cos_loss_grad_first" : "cos_loss_grad_second";
                Tensor expected = Fixtures.tensor(file, name);
                double largest = expected.abs().max().item_double();
                assertWithin(name, x.grad().narrow(0, i, 1), expected, tolerance * largest);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void imagesArePreparedAsOpenAiDoes(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor levels =
                    Fixtures.tensor(file, "image").permute(2, 0, 1).unsqueeze(0).to(ScalarType.Float);
            Tensor unit = levels.div(new Scalar(255.0));
            Set<String> sides = file.names().stream()
                    .filter(name -> name.startsWith("resized_cropped_uint8."))
                    .map(name -> name.substring(name.indexOf('.') + 1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(sides).isNotEmpty();
            for (String side : sides) {
                var images = new ClipImages(Integer.parseInt(side));
                Tensor expected = Fixtures.tensor(file, "resized_cropped_uint8." + side)
                        .permute(2, 0, 1)
                        .unsqueeze(0);
                Tensor error = images.cropped(levels)
                        .sub(expected.to(ScalarType.Float))
                        .abs();
                assertThat(error.max().item_double()).as("levels at %s", side).isLessThanOrEqualTo(1);
                assertThat(error.mean().item_double())
                        .as("share of levels that differ at %s", side)
                        .isLessThan(0.01);
                compareIfThere(file, "float_path_unit." + side, images.croppedSmoothly(unit), 1e-5);
                compareIfThere(
                        file,
                        "float_path_preprocessed." + side,
                        ClipImages.normalised(images.croppedSmoothly(unit)),
                        1e-5 / 0.26); // the same over the least spread
                double level =
                        1.01 / 255 / 0.26; // in units of the least spread, with the rounding of the file's floats
                if (file.names().contains("preprocessed." + side)) {
                    Tensor stored =
                            Fixtures.tensor(file, "preprocessed." + side).unsqueeze(0);
                    assertWithin("preprocessed." + side, images.official(levels), stored, level);
                }
            }
        }
    }

    private static void compareIfThere(TensorFile file, String name, Tensor actual, double tolerance) {
        if (file.names().contains(name)) {
            assertWithin(name, actual, Fixtures.tensor(file, name), tolerance);
        }
    }

    private static void assertWithin(String what, Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).as("shape of %s", what).isEqualTo(expected.shape());
        Tensor error = torch.abs(actual.detach().sub(expected)).max();
        assertThat(error.item_double()).as("max abs error of %s", what).isLessThanOrEqualTo(tolerance);
    }
}
