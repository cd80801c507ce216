package zvrd.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import zvrd.motion.FlowPairs;
import zvrd.motion.Motion;
import zvrd.temporal.NoiseSettings;
import zvrd.temporal.NoiseSettings.Transport;
import zvrd.temporal.NoiseSharing;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** Eq. 11 against a reference that warps bilinearly and does not renormalise. */
@Tag("conformance")
class NoiseSharingConformanceTest {
    private static final double TOLERANCE = 1e-5; // as the files say

    @TestFactory
    Stream<DynamicTest> framesShareTheirNoiseAsTheReferenceDoes() {
        return Fixtures.files("temporal_noise_sharing")
                .flatMap(path -> Stream.of(
                                "warped.sequential",
                                "warped.original",
                                "unwarped.sequential",
                                "unwarped.original",
                                "shared_start.warped.sequential")
                        .map(name ->
                                DynamicTest.dynamicTest(path.getFileName() + " " + name, () -> compare(path, name))));
    }

    private static void compare(Path path, String name) {
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            double lambda = Fixtures.json(file, "config").get("lam").asDouble();
            var sharing = new NoiseSharing(new NoiseSettings(lambda, 1000, Transport.BILINEAR, false));
            Tensor z = Fixtures.tensor(file, "z");
            if (name.startsWith("shared_start")) {
                z = z.narrow(0, 0, 1).expand(z.shape());
            }
            Motion motion = motion(file, name.contains("unwarped"));
            Tensor shared =
                    name.endsWith("original") ? pairwise(sharing, z, motion) : sharing.blend(z, motion, List.of());
            Fixtures.assertClose(shared, Fixtures.tensor(file, "noise_sharing." + name), TOLERANCE);
        }
    }

    private static Motion motion(TensorFile file, boolean still) {
        Tensor flow = withoutFirst(Fixtures.tensor(file, "flow_x0"));
        Tensor visible = withoutFirst(Fixtures.tensor(file, "visible"));
        Tensor backward = still ? torch.zeros_like(flow) : flow;
        return new Motion(new FlowPairs(backward, backward.neg()), visible, visible);
    }

    /** Each frame takes from the frame before what that one drew, not what it took itself. */
    private static Tensor pairwise(NoiseSharing sharing, Tensor z, Motion motion) {
        var frames = new TensorVector(z.narrow(0, 0, 1));
        for (long p = 0; p + 1 < z.size(0); p++) {
            Tensor flow = motion.flow().backward().narrow(0, p, 1);
            Tensor visible = motion.seenBefore().narrow(0, p, 1);
            var pair = new Motion(new FlowPairs(flow, flow.neg()), visible, visible);
            frames.push_back(sharing.blend(z.narrow(0, p, 2), pair, List.of()).narrow(0, 1, 1));
        }
        return torch.cat(frames, 0);
    }

    private static Tensor withoutFirst(Tensor x) {
        return x.narrow(0, 1, x.size(0) - 1);
    }
}
