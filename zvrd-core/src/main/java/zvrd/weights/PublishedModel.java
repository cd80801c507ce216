package zvrd.weights;

import java.net.URI;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that others published, for a network this program can run.
 *
 * @param name what it is called here: its file's name without the ending
 * @param description what it was trained on, for lists
 * @param address where its publisher offers it, or null where there is no address to download it from
 * @param bytes length of the file, where it is known
 * @param sha256 SHA-256 of the file in lower-case hexadecimal digits, or null where nobody published it
 * @param options a U-Net, as JSON with guided-diffusion's names; null for other networks, which show in their tensors
 * @param parameters numbers in all tensors together that were learned
 * @param tensors number of tensors, where it is known
 */
public record PublishedModel(
        String name,
        String description,
        @Nullable URI address,
        OptionalLong bytes,
        @Nullable String sha256,
        @Nullable String options,
        long parameters,
        OptionalInt tensors) {
    /** Whether {@code file} has as many tensors and numbers as this model. */
    public boolean hasCountsOf(TensorFile file) {
        return tensors.equals(OptionalInt.of(file.names().size())) && parameters == ModelCatalog.parameters(file);
    }
}
