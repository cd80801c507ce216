package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** The operators of GDP, which act on images in [0, 1]; its losses and its model of light come with its restorer. */
@Tag("conformance")
class GdpOperatorsConformanceTest {
    private static final Set<String> GIVEN = Set.of("x", "inpainting.mask", "gaussian_blur.kernel");
    private static final double GRAY_WEIGHTS = 2e-4; // 0.3333, 0.3334, 0.3333 instead of the mean

    @TestFactory
    Stream<DynamicTest> everyOperatorIsTheReferences() {
        return Fixtures.everything().stream()
                .filter(path -> String.valueOf(path.getFileName()).startsWith("operators_gdp"))
                .flatMap(GdpOperatorsConformanceTest::tests);
    }

    private static Stream<DynamicTest> tests(Path path) {
        List<DynamicTest> tests = new ArrayList<>();
        try (TensorFile file = Fixtures.open(path)) {
            for (String tensor : file.names()) {
                if (!GIVEN.contains(tensor) && !tensor.contains(".op.")) {
                    tests.add(DynamicTest.dynamicTest(path.getFileName() + " " + tensor, () -> check(path, tensor)));
                }
            }
        }
        return tests.stream();
    }

    private static void check(Path path, String tensor) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            Tensor x = Fixtures.tensor(file, "x").add(new Scalar(1.0)).mul(new Scalar(0.5));
            Tensor expected = Fixtures.tensor(file, tensor);
            Tensor actual = computed(file, tensor, x);
            assertThat(actual.numel()).as("size of %s", tensor).isEqualTo(expected.numel());
            Fixtures.assertClose(
                    tensor,
                    actual.reshape(Tensors.shape(expected)),
                    expected,
                    tensor.startsWith("svd_colorization") ? GRAY_WEIGHTS : tolerance);
        }
    }

    private static Tensor computed(TensorFile file, String tensor, Tensor x) {
        int dot = tensor.indexOf('.');
        String name = dot < 0 ? tensor : tensor.substring(0, dot);
        String result = dot < 0 ? "H_pinv_H" : tensor.substring(dot + 1);
        if (name.equals("gaussian_blur")) {
            return valid(Fixtures.tensor(file, "gaussian_blur.kernel"), x);
        }
        DegradationOperator a = operator(file, name, x);
        Tensor y = a.forward(x);
        return switch (result) {
            case "H" -> name.equals("inpainting") ? kept(file, y) : y;
            case "H_pinv_H" -> a.pseudoInverse(y);
            default -> throw new TestAbortedException(tensor + " comes with GDP's restorer");
        };
    }

    private static DegradationOperator operator(TensorFile file, String name, Tensor x) {
        if (name.startsWith("sr_x")) {
            return new AverageDownsample(Integer.parseInt(name.substring("sr_x".length())));
        }
        return switch (name) {
            case "gray", "svd_colorization" -> new Grayscale();
            case "inpainting" -> {
                Tensor mask = Fixtures.tensor(file, "inpainting.mask"); // 1 = kept
                float[] lost = Tensors.toFloats(mask.neg().add(new Scalar(1f)));
                yield new Inpainting(Mask.ofLuma(lost, (int) mask.size(1), (int) mask.size(0)));
            }
            case "deblur_gauss" -> StoredOperator.blur(file, "deblur_gauss.op.", (int) x.size(1));
            default -> throw new TestAbortedException(name + " comes with GDP's restorer");
        };
    }

    /** The values of known pixels, pixel by pixel, as the reference lists them. */
    private static Tensor kept(TensorFile file, Tensor y) {
        Tensor indices =
                Fixtures.tensor(file, "inpainting.mask").reshape(-1).nonzero().squeeze(1);
        return y.permute(0, 2, 3, 1).reshape(y.size(0), -1, y.size(1)).index_select(1, indices);
    }

    /** The blur where its kernel lies inside the image, which is where no border counts. */
    private static Tensor valid(Tensor stored, Tensor x) {
        float[] values = Tensors.toFloats(stored);
        double[] weights = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            weights[i] = values[i];
            sum += values[i];
        }
        Blur blur = Blur.of(BlurKernel.of("stored", weights, (int) stored.size(1), (int) stored.size(0)));
        long radius = stored.size(0) / 2;
        return blur.forward(x)
                .narrow(2, radius, x.size(2) - 2 * radius)
                .narrow(3, radius, x.size(3) - 2 * radius)
                .mul(new Scalar(sum));
    }
}
