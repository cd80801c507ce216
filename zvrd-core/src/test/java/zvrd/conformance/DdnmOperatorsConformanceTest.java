package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.PeriodicBlur;
import zvrd.degradation.SpectralOperator;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** The operators of DDNM that its code writes by singular values: A, Aᵀ, A⁺, A⁺ with a ridge, and DDNM+'s filters. */
@Tag("conformance")
class DdnmOperatorsConformanceTest {
    private static final double RIDGE = 0.1;

    /** DDNM's gray weighs green with 0.3334 and the others with 0.3333; ours is the mean. */
    private static final double GRAY_WEIGHTS = 2e-4;

    @TestFactory
    Stream<DynamicTest> everyOperatorIsTheReferences() {
        return Fixtures.files("operators_ddnm_svd").flatMap(DdnmOperatorsConformanceTest::tests);
    }

    private static Stream<DynamicTest> tests(Path path) {
        List<DynamicTest> tests = new ArrayList<>();
        try (TensorFile file = Fixtures.open(path)) {
            for (Map.Entry<String, JsonNode> entry :
                    Fixtures.json(file, "operators").properties()) {
                tests.add(DynamicTest.dynamicTest(
                        path.getFileName() + " " + entry.getKey(),
                        () -> check(path, entry.getKey(), entry.getValue())));
            }
        }
        assertThat(tests).as("operators of %s", path).isNotEmpty();
        return tests.stream();
    }

    private static void check(Path path, String name, JsonNode description) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            String kind = description.get("cls").stringValue();
            double tolerance = description.get("tolerance").asDouble();
            switch (kind) {
                case "SuperResolution" -> {
                    int ratio = description.get("ratio").asInt();
                    compare(file, name, new AverageDownsample(ratio), tolerance);
                }
                case "SRConv" -> {
                    int stride = description.get("stride").asInt();
                    compare(file, name, new BicubicDownsample(stride), tolerance);
                }
                case "Denoising" -> compare(file, name, new Identity(), tolerance);
                case "Colorization" -> compare(file, name, new Grayscale(), GRAY_WEIGHTS);
                case "Inpainting" -> compare(file, name, inpainting(file, name), tolerance);
                case "Deblurring", "Deblurring2D" -> compareBlur(file, name, tolerance);
                default -> throw new TestAbortedException(kind + " is not among the product's operators");
            }
        }
    }

    private static void compare(TensorFile file, String name, SpectralOperator a, double tolerance) {
        Tensor x = Fixtures.tensor(file, name + ".x");
        Tensor y = Fixtures.tensor(file, name + ".y");
        Tensor seen = a.forward(x);
        Fixtures.assertClose(name + ".y", listed(file, name, seen), y, tolerance);
        Tensor given = unlisted(file, name, y, Tensors.shape(seen));
        compareFlat(file, name + ".At_y", a.adjoint(given), tolerance);
        compareFlat(file, name + ".pinv_y", a.pseudoInverse(given), tolerance);
        Tensor ridge = a.filter(a.adjoint(given), s -> 1 / (s * s + RIDGE)); // A⁺ that forgives: s / (s² + η)
        compareFlat(file, name + ".pinv_eta_y", ridge, tolerance);
        compareFilters(file, name, a, tolerance);
    }

    private static void compareFilters(TensorFile file, String name, SpectralOperator a, double tolerance) {
        Tensor x = Fixtures.tensor(file, name + ".x");
        int number = 0;
        for (JsonNode settings : Fixtures.json(file, "lambda_cases")) {
            if (file.names().contains(name + ".Lambda." + number)) {
                var rules = Rules.of(settings);
                compareFlat(file, name + ".Lambda." + number, a.filter(x, rules::lambda), tolerance);
                Tensor z = rotated(file, name, a, Fixtures.tensor(file, name + ".noise"));
                Tensor epsilon = rotated(file, name, a, Fixtures.tensor(file, name + ".eps"));
                Tensor noise = a.filter(z, rules::fresh).add(a.filter(epsilon, rules::kept));
                compareFlat(file, name + ".Lambda_noise." + number, noise, tolerance);
            }
            number++;
        }
    }

    /** V z: the reference takes z for coefficients in the basis that its decomposition happened to choose. */
    private static Tensor rotated(TensorFile file, String name, SpectralOperator a, Tensor z) {
        if (a instanceof StoredOperator stored) {
            return stored.rotated(z);
        }
        if (!file.names().contains(name + ".op.V_small")) {
            return z;
        }
        Tensor v = Fixtures.tensor(file, name + ".op.V_small");
        long[] s = Tensors.shape(z);
        if (v.size(0) == s[1]) { // colours
            return v.matmul(z.reshape(s[0], s[1], -1)).reshape(s);
        }
        long r = Math.round(Math.sqrt(v.size(0))); // blocks
        return z.reshape(s[0], s[1], s[2] / r, r, s[3] / r, r)
                .permute(0, 1, 2, 4, 3, 5)
                .reshape(s[0], s[1], -1, r * r)
                .matmul(v.t())
                .reshape(s[0], s[1], s[2] / r, s[3] / r, r, r)
                .permute(0, 1, 2, 4, 3, 5)
                .reshape(s);
    }

    /** The blurs' quirks live in the stored operator; what the blur was meant to be is compared beside it. */
    private static void compareBlur(TensorFile file, String name, double tolerance) {
        Tensor x = Fixtures.tensor(file, name + ".x");
        Tensor y = Fixtures.tensor(file, name + ".y");
        StoredOperator a = StoredOperator.blur(file, name + ".op.", (int) x.size(1));
        compareFlat(file, name + ".y", a.forward(x), tolerance);
        Tensor given = y.reshape(Tensors.shape(x));
        compareFlat(file, name + ".At_y", a.adjoint(given), tolerance);
        compareFlat(file, name + ".pinv_y", a.pseudoInverse(given), tolerance);
        DoubleUnaryOperator ridge = s -> s / (s * s + RIDGE);
        compareFlat(file, name + ".pinv_eta_y", a.inverse(given, ridge), tolerance);
        compareFilters(file, name, a, tolerance);
        if (file.names().contains(name + ".separable_blur_of_x")) {
            Tensor meant = Fixtures.tensor(file, name + ".separable_blur_of_x");
            Fixtures.assertClose(name + ".separable_blur_of_x", blackBordered(file, name, x), meant, tolerance);
        }
    }

    /** The product's blur with the kernel as the reference walks it, without its last tap, and black outside the image. */
    private static Tensor blackBordered(TensorFile file, String name, Tensor x) {
        float[] taps = Tensors.toFloats(Fixtures.tensor(file, name + ".op.kernel"));
        int n = taps.length;
        double[] weights = new double[n * n];
        double sum = 0;
        for (int p = 0; p < n * n; p++) {
            boolean lost = p / n == n - 1 || p % n == n - 1;
            weights[p] = lost ? 0 : (double) taps[p / n] * taps[p % n];
            sum += weights[p];
        }
        Blur blur = new PeriodicBlur(BlurKernel.of("as coded", weights, n, n));
        Tensor wide = torch.constant_pad_nd(x, new long[] {n, n, n, n});
        return blur.forward(wide)
                .narrow(2, n, x.size(2))
                .narrow(3, n, x.size(3))
                .mul(new Scalar(sum));
    }

    private static void compareFlat(TensorFile file, String tensor, Tensor actual, double tolerance) {
        Fixtures.assertClose(tensor, actual.reshape(actual.size(0), -1), Fixtures.tensor(file, tensor), tolerance);
    }

    private static Inpainting inpainting(TensorFile file, String name) {
        Tensor mask = Fixtures.tensor(file, name + ".op.mask"); // 1 = kept
        Tensor lost = mask.neg().add(new Scalar(1f));
        return new Inpainting(Mask.ofLuma(Tensors.toFloats(lost), (int) mask.size(1), (int) mask.size(0)));
    }

    /** y as the reference lists it: flat, of masks only the kept values, pixel by pixel. */
    private static Tensor listed(TensorFile file, String name, Tensor y) {
        if (!file.names().contains(name + ".op.kept_indices")) {
            return y.reshape(y.size(0), -1);
        }
        Tensor kept = Fixtures.tensor(file, name + ".op.kept_indices");
        return y.permute(0, 2, 3, 1).reshape(y.size(0), -1).index_select(1, kept);
    }

    private static Tensor unlisted(TensorFile file, String name, Tensor list, long[] shape) {
        if (!file.names().contains(name + ".op.kept_indices")) {
            return list.reshape(shape);
        }
        Tensor kept = Fixtures.tensor(file, name + ".op.kept_indices");
        Tensor flat = torch.zeros(shape[0], shape[1] * shape[2] * shape[3]).to(ScalarType.Float);
        return flat.index_copy(1, kept, list)
                .reshape(shape[0], shape[2], shape[3], shape[1])
                .permute(0, 3, 1, 2);
    }

    /** λ, d1 and d2 of DDNM+ (arXiv:2212.00490, section 3.3) by singular value. */
    private record Rules(double a, double sigmaY, double sigmaT, double eta) {
        static Rules of(JsonNode settings) {
            return new Rules(
                    settings.get("a").asDouble(),
                    settings.get("sigma_y").asDouble(),
                    settings.get("sigma_t").asDouble(),
                    settings.get("eta").asDouble());
        }

        double lambda(double s) {
            return noisy(s) ? s * sigmaT * Math.sqrt(1 - eta * eta) / (a * sigmaY) : 1;
        }

        double fresh(double s) {
            if (s == 0 || noisy(s)) {
                return sigmaT * eta;
            }
            return Math.sqrt(sigmaT * sigmaT - a * a * sigmaY * sigmaY / (s * s));
        }

        double kept(double s) {
            return s == 0 ? sigmaT * Math.sqrt(1 - eta * eta) : 0;
        }

        private boolean noisy(double s) {
            return s > 0 && sigmaT < a * sigmaY / s;
        }
    }
}
