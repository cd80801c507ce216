package zvrd.conformance;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.PeriodicBlur;
import zvrd.degradation.PoissonNoise;
import zvrd.degradation.SymmetricBlur;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** The linear operators of DPS, their true adjoints and its noise; its border is rebuilt here, its gradients are not. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class DpsOperatorsConformanceTest {
    static Stream<Path> files() {
        return Fixtures.files("operators_dps");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLinearOperatorIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            for (String tensor : file.names()) {
                if (tensor.endsWith(".kernel")) {
                    compareBlurs(file, tensor.substring(0, tensor.length() - ".kernel".length()), tolerance);
                } else if (tensor.startsWith("super_resolution_x") && tensor.endsWith(".y")) {
                    compareReduction(file, tensor.substring(0, tensor.length() - 2), tolerance);
                } else if (tensor.startsWith("inpainting_") && tensor.endsWith(".mask")) {
                    compareMask(file, tensor.substring(0, tensor.length() - ".mask".length()), tolerance);
                }
            }
            compareNoise(file, tolerance);
        }
    }

    private static void compareBlurs(TensorFile file, String name, double tolerance) {
        Tensor stored = Fixtures.tensor(file, name + ".kernel");
        float[] values = Tensors.toFloats(stored);
        double[] weights = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            weights[i] = values[i];
            sum += values[i];
        }
        BlurKernel kernel = BlurKernel.of(name, weights, (int) stored.size(1), (int) stored.size(0));
        compareBlur(file, name, new PeriodicBlur(kernel), sum, tolerance);
        if (kernel.isEven()) {
            compareBlur(file, name, new SymmetricBlur(kernel), sum, tolerance);
        }
    }

    private static void compareBlur(TensorFile file, String name, Blur blur, double sum, double tolerance) {
        var a = new ReflectedBlur(blur, blur.kernel().width() / 2, sum);
        Tensor y = a.forward(Fixtures.tensor(file, "x"));
        Fixtures.assertClose(name + ".y", y, Fixtures.tensor(file, name + ".y"), tolerance);
        Tensor adjoint = a.adjoint(Fixtures.tensor(file, name + ".adjoint_in"));
        Fixtures.assertClose(name + ".adjoint_out", adjoint, Fixtures.tensor(file, name + ".adjoint_out"), tolerance);
    }

    private static void compareReduction(TensorFile file, String name, double tolerance) {
        int factor = Integer.parseInt(name.substring(name.lastIndexOf('x') + 1));
        var a = new BicubicDownsample(factor);
        Tensor y = a.forward(Fixtures.tensor(file, "x"));
        Fixtures.assertClose(name + ".y", y, Fixtures.tensor(file, name + ".y"), tolerance);
        Tensor adjoint = a.adjoint(Fixtures.tensor(file, name + ".adjoint_in"));
        Fixtures.assertClose(name + ".adjoint_out", adjoint, Fixtures.tensor(file, name + ".adjoint_out"), tolerance);
    }

    private static void compareMask(TensorFile file, String name, double tolerance) {
        Tensor mask = Fixtures.tensor(file, name + ".mask"); // 1 = kept
        float[] lost = Tensors.toFloats(mask.neg().add(new Scalar(1f)));
        var a = new Inpainting(Mask.ofLuma(lost, (int) mask.size(3), (int) mask.size(2)));
        Tensor x = Fixtures.tensor(file, name + ".x");
        Fixtures.assertClose(name + ".y", a.forward(x), Fixtures.tensor(file, name + ".y"), tolerance);
        Tensor unseen = Fixtures.tensor(file, name + ".ortho_project"); // x - AᵀA x
        Fixtures.assertClose(name + ".ortho_project", a.nullSpace(x), unseen, tolerance);
    }

    private static void compareNoise(TensorFile file, double tolerance) {
        Fixtures.assertClose(
                "noise.y", Fixtures.tensor(file, "x"), Fixtures.tensor(file, "noise.y"), tolerance); // identity

        JsonNode gaussian = Fixtures.json(file, "noise_gaussian");
        Tensor clean = Fixtures.tensor(file, gaussian.get("input").stringValue());
        Tensor z = Fixtures.tensor(file, "noise_gaussian.z");
        Tensor noisy = clean.add(z, new Scalar(gaussian.get("sigma").asDouble()));
        Fixtures.assertClose("noise_gaussian.y", noisy, Fixtures.tensor(file, "noise_gaussian.y"), tolerance);

        JsonNode poisson = Fixtures.json(file, "noise_poisson");
        var noise = new PoissonNoise(255 * poisson.get("rate").asDouble());
        Tensor rate = noise.rate(Fixtures.tensor(file, poisson.get("input").stringValue()));
        Fixtures.assertClose(
                "noise_poisson.rate_image", rate, Fixtures.tensor(file, "noise_poisson.rate_image"), tolerance);
        Tensor seen = noise.seen(Fixtures.tensor(file, "noise_poisson.counts").to(ScalarType.Double));
        Fixtures.assertClose("noise_poisson.y", seen, Fixtures.tensor(file, "noise_poisson.y"), tolerance);
    }
}
