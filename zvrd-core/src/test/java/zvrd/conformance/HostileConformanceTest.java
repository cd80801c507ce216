package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.ExitCode;
import zvrd.weights.TensorFile;
import zvrd.weights.WeightFiles;
import zvrd.weights.WeightFormatException;

/** Malformed and malicious files are refused quickly, in little memory, and with nothing in them executed. */
@Tag("conformance")
class HostileConformanceTest {
    private static final Logger LOG = LoggerFactory.getLogger(HostileConformanceTest.class);
    private static final Path SIGN_OF_EXECUTION = Path.of("pwned-by-pickle");
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

    static Stream<Arguments> files() throws IOException {
        Path manifest = Fixtures.folder("hostile")
                .filter(file -> file.endsWith("manifest.json"))
                .findFirst()
                .orElseThrow();
        JsonNode entries = new JsonMapper().readTree(Files.readString(manifest));
        assertThat(entries.size()).as("entries of %s", manifest).isPositive();
        return entries.valueStream()
                .map(entry -> Arguments.of(
                        manifest.resolveSibling(entry.get("file").asString()),
                        entry.get("expect").asString()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedOrLoadedAsTheManifestSays(Path path, String expect) {
        long allocated = allocatedBytes();
        long start = System.nanoTime();
        WeightFormatException refusal = readEverything(path);
        long nanos = System.nanoTime() - start;
        long bytes = allocatedBytes() - allocated;
        String outcome = refusal == null ? "loads" : refusal.getMessage();
        LOG.info("{} ms, {} kB: {}", nanos / 1_000_000, bytes / 1000, outcome);

        if (expect.startsWith("reject") && !expect.contains(" or ")) {
            assertThat(refusal).as("refusal of %s", path).isNotNull();
        } else if (!expect.startsWith("reject")) {
            assertThat(refusal).as("%s loads", path).isNull();
        }
        if (refusal != null) {
            assertThat(refusal).hasMessageContaining(String.valueOf(path.getFileName()));
            assertThat(refusal.getMessage())
                    .doesNotContain("\n")
                    .hasSizeLessThan(path.toString().length() + 600);
            assertThat(refusal.code()).isEqualTo(ExitCode.MODEL);
        }
        assertThat(nanos).as("nanoseconds").isLessThan(MOST_NANOS);
        assertThat(bytes).as("allocated bytes").isLessThan(MOST_BYTES);
        assertThat(SIGN_OF_EXECUTION).doesNotExist();
    }

    private static @Nullable WeightFormatException readEverything(Path path) {
        try (TensorFile file = WeightFiles.open(path)) {
            List.copyOf(file.names()).forEach(file::read);
            return null;
        } catch (WeightFormatException e) {
            return e;
        }
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Objects.requireNonNull(threads)
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
