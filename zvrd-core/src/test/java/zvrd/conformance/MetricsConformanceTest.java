package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.metrics.FrameMetric;
import zvrd.metrics.Frechet;
import zvrd.metrics.Psnr;
import zvrd.metrics.ReferenceMotion;
import zvrd.metrics.Ssim;
import zvrd.metrics.WarpingError;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** PSNR and SSIM as scikit-image has them, the warping error of Lai et al., and the Fréchet distance of given features. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class MetricsConformanceTest {
    private static final String REFERENCE = "reference";
    private static final String MAP = "ssim_y_map.";

    static Stream<Path> images() {
        return Fixtures.files("metrics_psnr_ssim");
    }

    static Stream<Path> features() {
        return Fixtures.files("metrics_frechet");
    }

    static Stream<Path> motions() {
        return Fixtures.files("warp_occlusion_error");
    }

    @ParameterizedTest
    @MethodSource("images")
    void everySimilarityIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            List<String> results =
                    file.names().stream().filter(name -> name.contains(".")).toList();
            assertThat(results).isNotEmpty();
            for (String result : results) {
                TensorScope.run(() -> compare(file, result));
            }
        }
    }

    private static void compare(TensorFile file, String result) {
        if (result.startsWith(MAP)) {
            compareMaps(file, result);
            return;
        }
        int dot = result.lastIndexOf('.');
        FrameMetric metric = metric(result.substring(dot + 1));
        double value = metric.of(image(file, result.substring(0, dot)), image(file, REFERENCE));
        double expected = Fixtures.tensor(file, result).item_double();
        if (Double.isInfinite(expected)) {
            assertThat(value).as(result).isEqualTo(expected);
        } else {
            assertThat(value).as(result).isCloseTo(expected, within(tolerance(file, metric)));
        }
    }

    /** The stored map goes on beyond whole windows with mirrored pixels; ours ends there. */
    private static void compareMaps(TensorFile file, String result) {
        Tensor map = Ssim.LUMA.map(image(file, result.substring(MAP.length())), image(file, REFERENCE));
        Tensor expected = Fixtures.tensor(file, result);
        long margin = (expected.size(0) - map.size(2)) / 2;
        Tensor inside = expected.narrow(0, margin, map.size(2)).narrow(1, margin, map.size(3));
        Fixtures.assertClose(result, map.squeeze(0).squeeze(0), inside, tolerance(file, Ssim.LUMA));
    }

    /** The same measure for the scale 0 to 1: scaling both images and the peak changes nothing. */
    private static FrameMetric metric(String result) {
        return switch (result) {
            case "psnr_rgb", "psnr_unit_range" -> Psnr.RGB;
            case "psnr_y" -> Psnr.LUMA;
            case "ssim_rgb", "ssim_rgb_unit_range" -> Ssim.RGB;
            case "ssim_y" -> Ssim.LUMA;
            case "ssim_default_7x7_rgb" -> Ssim.RGB_UNIFORM;
            default -> throw new AssertionError("result " + result + " is not known");
        };
    }

    private static double tolerance(TensorFile file, FrameMetric metric) {
        String key = metric instanceof Psnr ? "tolerance_psnr" : "tolerance_ssim";
        return Fixtures.json(file, key).asDouble();
    }

    private static Tensor image(TensorFile file, String name) { // HWC bytes to [1, 3, H, W] on [-1, 1]
        return Fixtures.tensor(file, name)
                .to(ScalarType.Float)
                .permute(2, 0, 1)
                .unsqueeze(0)
                .div(new Scalar(127.5))
                .sub(new Scalar(1.0));
    }

    @ParameterizedTest
    @MethodSource("motions")
    void everyWarpingErrorIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            double tolerance =
                    Fixtures.json(file, "tolerance_warping_error_relative").asDouble();
            List<String> results = file.names().stream()
                    .filter(name -> name.startsWith("warping_error"))
                    .toList();
            assertThat(results).isNotEmpty();
            for (String result : results) {
                double expected = Fixtures.tensor(file, result).item_double();
                assertThat(warpingError(file, result))
                        .as(result)
                        .isCloseTo(expected, within(tolerance * Math.max(expected, 1e-6)));
            }
        }
    }

    /** The mean over pairs of the later frame warped onto the earlier one, or of the earlier onto the later. */
    private static double warpingError(TensorFile file, String result) {
        boolean previousToCurrent = result.contains("_previous_to_current");
        String direction = previousToCurrent ? "bw." : "fw.";
        double sum = 0;
        try (var scope = new TensorScope()) {
            Tensor frames = Fixtures.tensor(file, result.endsWith("_flickering") ? "frames_flickering" : "frames");
            long pairs = frames.size(0) - 1;
            for (long t = 0; t < pairs; t++) {
                Tensor flow = Fixtures.tensor(file, "flow_" + direction + t).unsqueeze(0);
                Tensor occluded = Fixtures.tensor(file, "occlusion_" + direction + t);
                Tensor visible = occluded.eq(new Scalar(0.0)).unsqueeze(0).unsqueeze(0);
                Tensor earlier = frames.narrow(0, t, 1);
                Tensor later = frames.narrow(0, t + 1, 1);
                var motion = new ReferenceMotion(flow, visible);
                sum += previousToCurrent
                        ? WarpingError.between(later, earlier, motion)
                        : WarpingError.between(earlier, later, motion);
            }
            return sum / pairs;
        }
    }

    @ParameterizedTest
    @MethodSource("features")
    void everyFrechetDistanceIsTheExactOne(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            double absolute = Fixtures.json(file, "tolerance_absolute").asDouble();
            double relative = Fixtures.json(file, "tolerance_relative_to_exact").asDouble();
            List<String> results = file.names().stream()
                    .filter(name -> name.endsWith(".frechet_exact"))
                    .toList();
            assertThat(results).isNotEmpty();
            for (String result : results) {
                String set = result.substring(0, result.lastIndexOf('.'));
                TensorScope.run(() -> {
                    double expected = Fixtures.tensor(file, result).item_double();
                    double distance = Frechet.distance(
                            Fixtures.tensor(file, set + ".features1"), Fixtures.tensor(file, set + ".features2"));
                    assertThat(distance).as(set).isCloseTo(expected, within(absolute + relative * expected));
                });
            }
        }
    }
}
