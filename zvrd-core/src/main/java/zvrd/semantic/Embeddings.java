package zvrd.semantic;

import java.util.List;
import java.util.Optional;
import zvrd.nn.ClipVision;
import zvrd.nn.UNetConfig;
import zvrd.tensor.Precision;
import zvrd.weights.ModelStore;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/** The choice of what says how alike frames are. */
public final class Embeddings {
    /** Names under which the model store is asked for CLIP, the first that it has being taken. */
    public static final List<String> CLIPS = List.of("clip-vit-b-32", "clip-vit-b-16", "clip-rn50");

    private Embeddings() {}

    /**
     * CLIP where {@code store} has it, else the middle block of the prior itself; {@link ImageEmbedding#name} tells which.
     *
     * @param config the prior's shape
     * @param prior its tensors, which are read only where there is no CLIP
     * @param precision what the prior's own half computes in; CLIP knows float32 only
     * @throws zvrd.weights.WeightFormatException where the file that was chosen is not such a network
     */
    public static ImageEmbedding create(ModelStore store, UNetConfig config, StateDict prior, Precision precision) {
        Optional<Clip> clip = clip(store);
        return clip.isPresent() ? clip.get() : new Bottleneck(config, prior, precision);
    }

    /**
     * CLIP where {@code store} has it.
     *
     * @throws zvrd.weights.WeightFormatException where the file that was chosen is not such a network
     */
    public static Optional<Clip> clip(ModelStore store) {
        for (String name : CLIPS) {
            if (store.find(name).isPresent()) {
                try (TensorFile file = store.open(name)) {
                    return Optional.of(new Clip(name, ClipVision.of(StateDict.of(file))));
                }
            }
        }
        return Optional.empty();
    }
}
