package zvrd.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Which kinds of stored results must be there, and which are there but not compared with yet. */
@Tag("conformance")
class KindsConformanceTest {
    private static final List<String> FOLDERS = List.of("ckpt", "hostile");
    private static final List<String> PREFIXES = List.of(
            "unet_",
            "clip_",
            "raft_",
            "temporal_losses",
            "diffusion_",
            "operators_ddnm_",
            "operators_resize_gray",
            "operators_dps",
            "operators_gdp",
            "sampling_ddnm_",
            "sampling_gdp_",
            "sampling_dps_",
            "sampling_repaint_",
            "sampling_time_travel_",
            "metrics_",
            "temporal_attention",
            "temporal_selection",
            "warp_");

    @TestFactory
    Stream<DynamicTest> requiredKindsAreThere() {
        Stream<DynamicTest> folders = FOLDERS.stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> Fixtures.folder(name).close()));
        Stream<DynamicTest> prefixes = PREFIXES.stream()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> Fixtures.files(name).close()));
        return Stream.concat(folders, prefixes);
    }

    @TestFactory
    Stream<DynamicTest> otherKindsAreSkippedByName() {
        return Fixtures.everything().stream()
                .filter(path -> !isCompared(path))
                .map(path -> DynamicTest.dynamicTest(String.valueOf(path.getFileName()), () -> {
                    throw new TestAbortedException("nothing is compared with " + path + " yet");
                }));
    }

    private static boolean isCompared(Path path) {
        String name = String.valueOf(path.getFileName());
        if (Files.isDirectory(path)) {
            return FOLDERS.contains(name);
        }
        return !name.endsWith(".safetensors") || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
