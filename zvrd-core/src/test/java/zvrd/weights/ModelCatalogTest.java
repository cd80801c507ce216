package zvrd.weights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.nn.UNetConfig;

class ModelCatalogTest {
    static Iterable<PublishedModel> models() {
        return ModelCatalog.models();
    }

    static Stream<PublishedModel> unets() {
        return ModelCatalog.models().stream().filter(model -> model.options() != null);
    }

    @ParameterizedTest
    @MethodSource("unets")
    void optionsDescribeANetwork(PublishedModel model) {
        UNetConfig config = UNetConfig.fromJson(requireNonNull(model.options()));
        assertThat(config.outChannels()).isEqualTo(6); // all of them learned the variance
        assertThat(config.superResolution()).isEqualTo(model.name().contains("upsampler"));
        assertThat(model.bytes().orElse(4 * model.parameters()))
                .as("float32 tensors and less than 1 MB around them")
                .isBetween(4 * model.parameters(), 4 * model.parameters() + 1_000_000);
    }

    @ParameterizedTest
    @MethodSource("models")
    void addressesAreSecure(PublishedModel model) {
        assertThat(model.sha256() == null || model.sha256().matches("[0-9a-f]{64}"))
                .isTrue();
        assertThat(model.address() == null || "https".equals(model.address().getScheme()))
                .isTrue();
        assertThat(model.parameters()).isPositive();
    }

    @Test
    void namesAreFoundAndUnique() {
        assertThat(ModelCatalog.models()).extracting(PublishedModel::name).doesNotHaveDuplicates();
        assertThat(ModelCatalog.find("256x256_diffusion_uncond"))
                .hasValueSatisfying(
                        model -> assertThat(String.valueOf(model.address())).endsWith("/256x256_diffusion_uncond.pt"));
        assertThat(ModelCatalog.find("nothing")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("unets")
    void recognisesAnArchitectureByItsCounts(PublishedModel model) {
        int tensors = model.tensors().orElseThrow();
        Optional<PublishedModel> match = ModelCatalog.match(new Counts(tensors, model.parameters()));
        assertThat(match)
                .hasValueSatisfying(found -> assertThat(found.options()).isEqualTo(model.options()));
        assertThat(ModelCatalog.match(new Counts(tensors, model.parameters() + 1)))
                .isEmpty();
        assertThat(ModelCatalog.match(new Counts(tensors + 1, model.parameters())))
                .isEmpty();
    }

    /** A file of so many tensors with so many numbers in all, that has no values. */
    private static final class Counts implements TensorFile {
        private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

        Counts(int tensors, long parameters) {
            infos.put("time_embed.0.weight", new TensorInfo(DType.F32, new long[] {parameters - tensors + 1}));
            infos.put("out.2.bias", new TensorInfo(DType.F32, new long[] {1}));
            for (int i = 2; i < tensors; i++) {
                infos.put("tensor." + i, new TensorInfo(DType.F32, new long[] {1}));
            }
        }

        @Override
        public Path path() {
            return Path.of("counts");
        }

        @Override
        public Set<String> names() {
            return infos.keySet();
        }

        @Override
        public TensorInfo info(String name) {
            return infos.getOrDefault(name, new TensorInfo(DType.F32, new long[] {0}));
        }

        @Override
        public TensorData read(String name) {
            throw new WeightFormatException(path(), "has no values");
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
