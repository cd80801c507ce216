package zvrd.metrics;

import java.util.Optional;
import zvrd.semantic.Embeddings;
import zvrd.weights.ModelStore;

/**
 * The trained networks that judge what frames look like, as far as they are installed; closed by whoever opened them.
 *
 * @param clip for the similarity of neighbouring frames
 * @param inception for FID
 * @param lpips for LPIPS
 */
public record PerceptualNetworks(Optional<FrameFeatures> clip, Optional<FrameFeatures> inception, Optional<Lpips> lpips)
        implements AutoCloseable {
    /** None of them. */
    public static final PerceptualNetworks NONE =
            new PerceptualNetworks(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Those that {@code store} has: CLIP, {@code fid-inception}, and {@code alexnet} with {@code lpips-alex} or {@code vgg16}
     * with {@code lpips-vgg}.
     *
     * @throws zvrd.weights.WeightFormatException where a file of their names is no such network
     */
    public static PerceptualNetworks of(ModelStore store) {
        Optional<Lpips> lpips = Lpips.of(store);
        Optional<FrameFeatures> inception = Optional.empty();
        try {
            inception = InceptionFeatures.of(store);
            return new PerceptualNetworks(Embeddings.clip(store).map(ClipFeatures::new), inception, lpips);
        } catch (RuntimeException wrong) {
            lpips.ifPresent(Lpips::close);
            inception.ifPresent(FrameFeatures::close);
            throw wrong;
        }
    }

    @Override
    public void close() {
        clip.ifPresent(FrameFeatures::close);
        inception.ifPresent(FrameFeatures::close);
        lpips.ifPresent(Lpips::close);
    }
}
