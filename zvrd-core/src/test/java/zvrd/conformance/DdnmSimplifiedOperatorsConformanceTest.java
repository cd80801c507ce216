package zvrd.conformance;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** The operators of DDNM that its code writes without singular values, where gray images keep three equal channels. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class DdnmSimplifiedOperatorsConformanceTest {
    static Stream<Path> files() {
        return Fixtures.files("operators_ddnm_simplified");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyOperatorIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            Tensor x = Fixtures.tensor(file, "x");
            for (String tensor : file.names()) {
                if (tensor.endsWith(".y")) {
                    compare(file, tensor.substring(0, tensor.length() - 2), x, tolerance);
                }
            }
        }
    }

    private static void compare(TensorFile file, String name, Tensor x, double tolerance) {
        Tensor y = Fixtures.tensor(file, name + ".y");
        Fixtures.assertClose(name + ".y", forward(file, name, x), y, tolerance);
        Tensor stored = Fixtures.tensor(file, name + ".Ap_y");
        Fixtures.assertClose(name + ".Ap_y", pseudoInverse(file, name, y), stored, tolerance);
    }

    private static Tensor forward(TensorFile file, String name, Tensor x) {
        var gray = new Grayscale();
        return switch (kind(name)) {
            case "sr_averagepooling" -> pooled(name).forward(x);
            case "inpainting" -> masked(file).forward(x);
            case "colorization" -> gray.pseudoInverse(gray.forward(x)); // gray in three channels
            case "mask_color_sr" -> {
                Tensor seen = masked(file).forward(x);
                yield pooled(name).forward(gray.pseudoInverse(gray.forward(seen)));
            }
            default -> throw new AssertionError("operator " + name + " is not known");
        };
    }

    /** For the mask before the means, what the reference calls A⁺ is the A⁺ of the three parts one after the other. */
    private static Tensor pseudoInverse(TensorFile file, String name, Tensor y) {
        var gray = new Grayscale();
        return switch (kind(name)) {
            case "sr_averagepooling" -> pooled(name).pseudoInverse(y);
            case "inpainting" -> masked(file).pseudoInverse(y);
            case "colorization" -> gray.pseudoInverse(gray.forward(y));
            case "mask_color_sr" -> {
                Tensor spread = pooled(name).pseudoInverse(y);
                yield masked(file).pseudoInverse(gray.pseudoInverse(gray.forward(spread)));
            }
            default -> throw new AssertionError("operator " + name + " is not known");
        };
    }

    private static String kind(String name) { // "mask_color_sr_x4" without its scale
        return name.replaceFirst("_x\\d+$", "");
    }

    private static AverageDownsample pooled(String name) {
        return new AverageDownsample(Integer.parseInt(name.substring(name.lastIndexOf("_x") + 2)));
    }

    private static Inpainting masked(TensorFile file) {
        Tensor mask = Fixtures.tensor(file, "mask"); // 1 = kept
        float[] lost = Tensors.toFloats(mask.neg().add(new Scalar(1f)));
        return new Inpainting(Mask.ofLuma(lost, (int) mask.size(1), (int) mask.size(0)));
    }
}
