package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.Grayscale;
import zvrd.metrics.Luma;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Resampler;
import zvrd.tensor.Resampler.Border;
import zvrd.tensor.Resampler.Filter;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** Resizing and gray conversion in the conventions of MATLAB, PyTorch and Pillow. */
@Tag("conformance")
@ExtendWith(LeakGuard.class)
class ResizeConformanceTest {
    private static final Pattern BY_SCALE =
            Pattern.compile("(matlab_\\w+|nearest_up|average_pool)[._]x([\\d.]+)(_no_antialias)?");
    private static final Pattern BY_SIZE = Pattern.compile("(torch_\\w+|pil_\\w+)\\.(\\d+)x(\\d+)");

    static Stream<Path> files() {
        return Fixtures.files("operators_resize_gray");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyImageIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            for (String tensor : file.names()) {
                if (!tensor.equals("x") && !tensor.equals("x_uint8")) {
                    TensorScope.run(() -> compare(file, tensor, tolerance));
                }
            }
        }
    }

    private static void compare(TensorFile file, String tensor, double tolerance) {
        Tensor expected = Fixtures.tensor(file, tensor);
        if (tensor.startsWith("pil_")) {
            compareLevels(tensor, pillowSized(file, tensor), expected);
        } else if (tensor.equals("gray_pil_L")) {
            compareLevels(tensor, pillowGray(bytes(file)), expected);
        } else {
            Fixtures.assertClose(tensor, image(tensor, Fixtures.tensor(file, "x")), expected, tolerance);
        }
    }

    private static Tensor image(String tensor, Tensor x) {
        Matcher byScale = BY_SCALE.matcher(tensor);
        if (byScale.matches()) {
            return scaled(byScale.group(1), x, Double.parseDouble(byScale.group(2)), byScale.group(3) == null);
        }
        Matcher bySize = BY_SIZE.matcher(tensor);
        if (bySize.matches()) {
            int h = Integer.parseInt(bySize.group(2));
            int w = Integer.parseInt(bySize.group(3));
            return sized(bySize.group(1), h, w).resize(x, h, w);
        }
        return switch (tensor) {
            case "gray_third" -> new Grayscale().forward(x);
            case "gray_ddrm" -> weighted(x, 0.3333, 0.3334, 0.3333); // the weights of DDRM and DDNM
            case "y_bt601_studio" -> Luma.of(onScaleOfImages(x)).mul(new Scalar(1 / 255.0));
            default -> throw new AssertionError("result " + tensor + " is not known");
        };
    }

    private static Tensor scaled(String kind, Tensor x, double scale, boolean antialias) {
        return switch (kind) {
            case "average_pool" -> new AverageDownsample((int) scale).forward(x);
            case "nearest_up" -> new AverageDownsample((int) scale).pseudoInverse(x);
            default -> {
                var resampler = new Resampler(matlabFilter(kind), antialias, Border.MIRROR);
                Tensor resized = resampler.scale(x, scale);
                int factor = (int) Math.round(1 / scale);
                if (resampler.equals(Resampler.MATLAB_BICUBIC) && factor >= 2 && factor * scale == 1) {
                    Fixtures.assertClose(kind, new BicubicDownsample(factor).forward(x), resized, 1e-6);
                }
                yield resized;
            }
        };
    }

    private static Filter matlabFilter(String kind) {
        return switch (kind) {
            case "matlab_bicubic" -> Filter.CUBIC;
            case "matlab_linear" -> Filter.LINEAR;
            case "matlab_lanczos3" -> Filter.LANCZOS3;
            default -> throw new AssertionError("filter " + kind + " is not known");
        };
    }

    private static Resampler sized(String kind, int h, int w) {
        return switch (kind) {
            case "torch_area" -> new Resampler(Filter.AREA, false, Border.CLAMP);
            case "torch_bicubic" -> Resampler.TORCH_BICUBIC;
            case "torch_bicubic_antialias" -> Resampler.PILLOW_BICUBIC;
            case "torch_bilinear" -> new Resampler(Filter.LINEAR, false, Border.CLAMP);
            default -> throw new AssertionError("%s to %d×%d is not known".formatted(kind, w, h));
        };
    }

    /** Pillow rounds to 8 bit after each direction, columns first. */
    private static Tensor pillowSized(TensorFile file, String tensor) {
        Matcher bySize = BY_SIZE.matcher(tensor);
        assertThat(bySize.matches()).as(tensor).isTrue();
        int h = Integer.parseInt(bySize.group(2));
        int w = Integer.parseInt(bySize.group(3));
        Tensor x = bytes(file);
        Tensor across = levels(Resampler.PILLOW_BICUBIC.resize(x, (int) x.size(2), w));
        return levels(Resampler.PILLOW_BICUBIC.resize(across, h, w)).squeeze(0).permute(1, 2, 0);
    }

    private static Tensor pillowGray(Tensor rgb) {
        return levels(weighted(rgb, 0.299, 0.587, 0.114)).squeeze(0).squeeze(0);
    }

    private static Tensor bytes(TensorFile file) { // HWC bytes to [1, 3, H, W] floats
        return Fixtures.tensor(file, "x_uint8")
                .to(ScalarType.Float)
                .permute(2, 0, 1)
                .unsqueeze(0);
    }

    private static Tensor levels(Tensor x) { // halves up
        return x.add(new Scalar(0.5))
                .floor()
                .clamp(new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(255.0)));
    }

    private static Tensor weighted(Tensor x, double red, double green, double blue) {
        float[] weights = {(float) red, (float) green, (float) blue};
        return x.mul(Tensors.of(weights, 3, 1, 1)).sum(new long[] {1}, true, new ScalarTypeOptional());
    }

    private static Tensor onScaleOfImages(Tensor unit) {
        return unit.mul(new Scalar(2.0)).sub(new Scalar(1.0));
    }

    private static void compareLevels(String tensor, Tensor actual, Tensor expected) {
        float[] a = Tensors.toFloats(actual);
        float[] e = Tensors.toFloats(expected);
        assertThat(a).as("size of %s", tensor).hasSameSizeAs(e);
        int equal = 0;
        for (int i = 0; i < a.length; i++) {
            assertThat(Math.abs(a[i] - e[i])).as("%s at %d", tensor, i).isLessThanOrEqualTo(1);
            equal += a[i] == e[i] ? 1 : 0;
        }
        assertThat((double) equal / a.length)
                .as("share of equal levels of %s", tensor)
                .isGreaterThan(0.99);
    }
}
