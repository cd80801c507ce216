package zvrd.nn;

import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import zvrd.weights.StateDict;
import zvrd.weights.WeightFormatException;

/**
 * RAFT's tensors by its authors' names, whatever the checkpoint calls them.
 *
 * @param weights as its authors or torchvision name them, without a {@code module.} in front
 */
record RaftNames(StateDict weights, boolean torchvision) {
    private record Renaming(Pattern pattern, String replacement) {
        static Renaming of(String pattern, String replacement) {
            return new Renaming(Pattern.compile(pattern), replacement);
        }

        String apply(String name) {
            return pattern.matcher(name).replaceFirst(replacement);
        }
    }

    /** From the authors' names to torchvision's, one after the other. */
    private static final List<Renaming> TORCHVISION = List.of(
            Renaming.of("^([fc]net)\\.conv1\\.", "$1.convnormrelu.0."),
            Renaming.of("^([fc]net)\\.norm1\\.", "$1.convnormrelu.1."),
            Renaming.of("^([fc]net)\\.conv2\\.", "$1.conv."),
            Renaming.of("(layer\\d\\.\\d)\\.conv(\\d)\\.", "$1.convnormrelu$2.0."),
            Renaming.of("(layer\\d\\.\\d)\\.norm(\\d)\\.", "$1.convnormrelu$2.1."),
            Renaming.of("^fnet\\.", "feature_encoder."),
            Renaming.of("^cnet\\.", "context_encoder."),
            Renaming.of("block\\.encoder\\.convc(\\d)\\.", "block.motion_encoder.convcorr$1.0."),
            Renaming.of("block\\.encoder\\.convf(\\d)\\.", "block.motion_encoder.convflow$1.0."),
            Renaming.of("block\\.encoder\\.conv\\.", "block.motion_encoder.conv.0."),
            Renaming.of("gru\\.conv([zrq])2\\.", "recurrent_block.convgru2.conv$1."),
            Renaming.of("gru\\.conv([zrq])1?\\.", "recurrent_block.convgru1.conv$1."),
            Renaming.of("^update_block\\.mask\\.0\\.", "mask_predictor.convrelu.0."),
            Renaming.of("^update_block\\.mask\\.2\\.", "mask_predictor.conv."));

    /** The network among {@code all} tensors of a checkpoint. */
    static RaftNames in(StateDict all) {
        for (StateDict weights : List.of(all, all.at("module"))) { // as saved from several devices
            if (weights.has("fnet.conv1.weight")) {
                return new RaftNames(weights, false);
            }
            if (weights.has("feature_encoder.convnormrelu.0.weight")) {
                return new RaftNames(weights, true);
            }
        }
        throw new WeightFormatException(all.path(), "has no RAFT by the names of its authors or torchvision");
    }

    RaftSize size() {
        return weights.has(stored("fnet.layer1.0.conv3.weight")) ? RaftSize.SMALL : RaftSize.LARGE;
    }

    Tensor read(String name, Initial initial, long... shape) {
        return weights.get(stored(name), shape);
    }

    private String stored(String name) {
        if (!torchvision) {
            // The authors' files have this norm twice; converters that drop copies may keep either.
            return weights.has(name) ? name : name.replace(".downsample.1.", ".norm3.");
        }
        String stored = name;
        for (Renaming renaming : TORCHVISION) {
            stored = renaming.apply(stored);
        }
        return stored;
    }

    /** Refuses a network with learned tensors that were never asked for: it is not the one that was built. */
    void refuseUnused() {
        weights.unused().stream()
                .filter(name -> !name.endsWith(".num_batches_tracked") && !name.contains(".norm3."))
                .findFirst()
                .ifPresent(name -> {
                    throw new WeightFormatException(
                            weights.path(),
                            "has a tensor " + WeightFormatException.quoted(name) + " that RAFT does not have");
                });
    }
}
