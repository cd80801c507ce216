package zvrd.metrics;

import java.util.Optional;
import zvrd.semantic.Embeddings;
import zvrd.weights.ModelStore;

/**
 * The trained networks that judge what frames look like, as far as they are installed; closed by whoever opened them.
 *
 * @param clip for the similarity of neighbouring frames
 */
public record PerceptualNetworks(Optional<FrameFeatures> clip) implements AutoCloseable {
    /** None of them. */
    public static final PerceptualNetworks NONE = new PerceptualNetworks(Optional.empty());

    /**
     * Those that {@code store} has.
     *
     * @throws zvrd.weights.WeightFormatException where a file of their names is no such network
     */
    public static PerceptualNetworks of(ModelStore store) {
        return new PerceptualNetworks(Embeddings.clip(store).map(ClipFeatures::new));
    }

    @Override
    public void close() {
        clip.ifPresent(FrameFeatures::close);
    }
}
