package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.tensor.TensorScope;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.TensorFile;

/** The stored results that conformance tests compare with: the folder {@code -Dzvrd.fixtures}, or the small copies here. */
public final class Fixtures {
    private static final JsonMapper JSON = new JsonMapper();

    private Fixtures() {}

    /**
     * The safetensors files whose names begin with {@code prefix}, sorted. None at all fails; only where no folder was
     * named, and the copies leave the kind out because of its size, the test is skipped.
     */
    public static Stream<Path> files(String prefix) {
        List<Path> files = list(root()).stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix)
                        && file.getFileName().toString().endsWith(".safetensors"))
                .toList();
        require(!files.isEmpty(), prefix + "*.safetensors");
        return files.stream();
    }

    /** The files of the folder {@code name}, sorted; as with {@link #files}, none at all fails. */
    public static Stream<Path> folder(String name) {
        Path folder = root().resolve(name);
        List<Path> files = Files.isDirectory(folder) ? list(folder) : List.of();
        require(!files.isEmpty(), name + "/");
        return files.stream();
    }

    /** Everything that is there, sorted. */
    static List<Path> everything() {
        return list(root());
    }

    /** Opens a stored result; the test closes it. */
    public static TensorFile open(Path file) {
        return SafetensorsFile.open(file);
    }

    /** The metadata entry {@code key} of {@code file}, parsed. */
    public static JsonNode json(TensorFile file, String key) {
        String text = file.metadata().get(key);
        assertThat(text).as("metadata key %s of %s", key, file.path()).isNotNull();
        return JSON.readTree(Objects.requireNonNull(text));
    }

    /** The tensor {@code name}: float64 and integers as they are, float16 and bfloat16 as float32; in the caller's scope. */
    public static Tensor tensor(TensorFile file, String name) {
        return TensorScope.compute(() -> {
            Tensor stored = file.read(name).toTensor();
            return switch (stored.scalar_type().intern()) {
                case Half, BFloat16 -> stored.to(ScalarType.Float);
                default -> stored;
            };
        });
    }

    /** Compares shapes, and values with the error max |a - e| / max(1, max |e|), in which NaN is an infinite error. */
    public static void assertClose(Tensor actual, Tensor expected, double relativeTolerance) {
        assertClose("tensor", actual, expected, relativeTolerance);
    }

    /** The same, saying {@code what} was compared. */
    public static void assertClose(String what, Tensor actual, Tensor expected, double relativeTolerance) {
        assertThat(actual.sizes().vec().get())
                .as("shape of %s", what)
                .isEqualTo(expected.sizes().vec().get());
        if (expected.numel() > 0) {
            assertThat(relativeError(actual, expected))
                    .as("relative error of %s", what)
                    .isLessThanOrEqualTo(relativeTolerance);
        }
    }

    /** max |a - e| / max(1, max |e|), infinite where either holds a NaN. */
    public static double relativeError(Tensor actual, Tensor expected) {
        double[] error = new double[1];
        TensorScope.run(() -> {
            Tensor e = expected.detach().to(ScalarType.Double);
            Tensor difference =
                    actual.detach().to(ScalarType.Double).sub(e).abs().max();
            error[0] = difference.item_double() / Math.max(1, e.abs().max().item_double());
        });
        return Double.isNaN(error[0]) ? Double.POSITIVE_INFINITY : error[0];
    }

    private static Path root() {
        String named = named();
        if (named.isEmpty()) {
            try {
                return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/fixtures"))
                        .toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        Path folder = Path.of(System.getProperty("zvrd.invocationDir", "")).resolve(named);
        assertThat(folder).as("-Dzvrd.fixtures=%s", named).isNotEmptyDirectory();
        return folder;
    }

    private static String named() {
        return System.getProperty("zvrd.fixtures", "").strip();
    }

    private static void require(boolean present, String what) {
        if (!present && named().isEmpty()) {
            throw new TestAbortedException("the copies hold no " + what + "; name a folder with -Dzvrd.fixtures");
        }
        assertThat(present).as("%s has files %s", root(), what).isTrue();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
