package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.motion.FlowWarp;
import zvrd.motion.OcclusionMask;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

@Tag("conformance")
@ExtendWith(LeakGuard.class)
class WarpConformanceTest {
    static Stream<Path> warps() {
        return Fixtures.files("warp_backward");
    }

    static Stream<Path> occlusions() {
        return Fixtures.files("warp_occlusion_error");
    }

    @ParameterizedTest
    @MethodSource("warps")
    void everyStoredWarpWithAClampedBorderIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double tolerance = Fixtures.json(file, "tolerance_max_abs").asDouble();
            Tensor flow = Fixtures.tensor(file, "flow");
            Tensor warped = FlowWarp.warp(Fixtures.tensor(file, "image"), flow);
            assertWithin("warp_border", warped, Fixtures.tensor(file, "warp_border"), tolerance);
            assertWithin(
                    "warp_border_grid_sample", warped, Fixtures.tensor(file, "warp_border_grid_sample"), tolerance);
            Tensor gradient = FlowWarp.adjoint(Fixtures.tensor(file, "warp_grad_cotangent"), flow);
            assertWithin(
                    "warp_border_grad_image", gradient, Fixtures.tensor(file, "warp_border_grad_image"), tolerance);
        }
    }

    /** The stored mask leaves out the outermost pixel centres, which only a flow of whole pixels meets. */
    @ParameterizedTest
    @MethodSource("warps")
    void theStoredMaskOfTheInsideIsReproducedOffItsEdge(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor flow = Fixtures.tensor(file, "flow");
            Tensor differ = FlowWarp.inside(flow).sub(Fixtures.tensor(file, "warp_inside_mask"));
            Tensor offEdge = offEdge(flow);
            assertThat(offEdge.mean().item_double()).isGreaterThan(0.9);
            assertThat(differ.mul(offEdge).abs().max().item_double()).isZero();
            assertThat(differ.min().item_double())
                    .as("inside there, outside here")
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("occlusions")
    void everyStoredOcclusionIsReproduced(Path path) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            int allowed = Fixtures.json(file, "pixels_allowed_to_differ").asInt();
            List<String> masks = file.names().stream()
                    .filter(name -> name.startsWith("occlusion_"))
                    .toList();
            assertThat(masks).isNotEmpty();
            for (String mask : masks) {
                boolean forward = mask.startsWith("occlusion_fw.");
                String pair = mask.substring("occlusion_fw.".length()).replace(".fb_only", "");
                Tensor there = Fixtures.tensor(file, (forward ? "flow_fw." : "flow_bw.") + pair)
                        .unsqueeze(0);
                Tensor back = Fixtures.tensor(file, (forward ? "flow_bw." : "flow_fw.") + pair)
                        .unsqueeze(0);
                Tensor visible = OcclusionMask.visible(there, back, !mask.endsWith(".fb_only"));
                Tensor occluded = visible.neg().add(new Scalar(1.0)).squeeze(0).squeeze(0);
                Tensor differ = occluded.ne(Fixtures.tensor(file, mask));
                assertThat(differ.sum().item_long())
                        .as("pixels of %s that differ", mask)
                        .isLessThanOrEqualTo(allowed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("occlusions")
    void theStoredConstantsAreTheOnesUsed(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            JsonNode constants = Fixtures.json(file, "constants");
            assertThat(constants.path("fb_scale").asDouble()).isEqualTo(0.01);
            assertThat(constants.path("fb_offset").asDouble()).isEqualTo(0.5);
            assertThat(constants.path("gradient_scale").asDouble()).isEqualTo(0.01);
            assertThat(constants.path("gradient_offset").asDouble()).isEqualTo(0.002);
        }
    }

    /** 1 where u + f(u) is more than a ten thousandth of a pixel away from the frame's outermost centres. */
    private static Tensor offEdge(Tensor flow) {
        Tensor x = torch.arange(new Scalar((double) flow.size(3))).add(flow.select(1, 0));
        Tensor y = torch.arange(new Scalar((double) flow.size(2))).unsqueeze(1).add(flow.select(1, 1));
        Tensor columns = off(x, 0).logical_and(off(x, flow.size(3) - 1.0));
        Tensor rows = off(y, 0).logical_and(off(y, flow.size(2) - 1.0));
        return columns.logical_and(rows).unsqueeze(1).to(flow.scalar_type());
    }

    private static Tensor off(Tensor position, double edge) {
        return position.sub(new Scalar(edge)).abs().gt(new Scalar(1e-4));
    }

    private static void assertWithin(String what, Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).as("shape of %s", what).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).abs().max().item_double())
                .as("max abs error of %s", what)
                .isLessThanOrEqualTo(tolerance);
    }
}
