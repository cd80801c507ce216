package zvrd.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published checkpoints there is a use for, and the recognition of guided-diffusion's architectures among files. */
public final class ModelCatalog {
    private static final String RESOURCE = "/zvrd/models/catalog.json";
    private static final List<PublishedModel> MODELS = read();

    private ModelCatalog() {}

    /** All of them, those that need nothing beside the image first. */
    public static List<PublishedModel> models() {
        return MODELS;
    }

    /** The one called {@code name}. */
    public static Optional<PublishedModel> find(String name) {
        return MODELS.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /**
     * A published U-Net with the architecture of {@code file}: its number of tensors and parameters, and the names of
     * its first and last layer. Several may have it; fine-tuned weights match the model they began as.
     */
    public static Optional<PublishedModel> match(TensorFile file) {
        if (!file.names().contains("time_embed.0.weight") || !file.names().contains("out.2.bias")) {
            return Optional.empty();
        }
        return MODELS.stream().filter(model -> model.hasCountsOf(file)).findFirst();
    }

    /** Numbers in all tensors of {@code file} together. */
    public static long parameters(TensorFile file) {
        return file.names().stream()
                .mapToLong(name -> file.info(name).elements())
                .sum();
    }

    private static List<PublishedModel> read() {
        try (InputStream stream = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
            JsonNode catalog = JsonMapper.shared().readTree(Objects.requireNonNull(stream, RESOURCE));
            return catalog.required("models")
                    .valueStream()
                    .map(model -> model(
                            model,
                            catalog.required("networks")
                                    .required(model.required("network").asString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    private static PublishedModel model(JsonNode model, JsonNode network) {
        String address = text(model, "address");
        return new PublishedModel(
                model.required("name").asString(),
                model.required("description").asString(),
                address == null ? null : URI.create(address),
                model.has("bytes") ? OptionalLong.of(model.get("bytes").asLong()) : OptionalLong.empty(),
                text(model, "sha256"),
                network.has("options") ? network.get("options").toString() : null,
                network.required("parameters").asLong(),
                network.has("tensors") ? OptionalInt.of(network.get("tensors").asInt()) : OptionalInt.empty());
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.has(name) ? node.get(name).asString() : null;
    }
}
