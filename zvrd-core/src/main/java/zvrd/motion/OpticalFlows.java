package zvrd.motion;

import java.util.List;
import java.util.Optional;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.weights.ModelStore;
import zvrd.weights.StateDict;
import zvrd.weights.StoredModel;
import zvrd.weights.TensorFile;

/** The estimators of optical flow, by their names on the command line. */
public final class OpticalFlows {
    /** Names under which the model store is asked for RAFT, the first that it has being taken. */
    public static final List<String> RAFTS = List.of("raft-large", "raft-sintel", "raft-things", "raft-small");

    private OpticalFlows() {}

    /** The estimator that was chosen, with this user's models; see {@link #create(FlowChoice, int, ModelStore)}. */
    public static OpticalFlow create(FlowChoice choice, int threads) {
        return create(choice, threads, ModelStore.standard());
    }

    /**
     * The estimator that was chosen, which the caller closes.
     *
     * @param choice {@code dis}, which needs no weights, or {@code raft} with the first of {@link #RAFTS} there is
     * @param threads how many threads it may use; the flow does not depend on it
     * @param store has the weights
     * @throws UserError exit 2 for another name, 4 where {@code store} has no weights for it
     * @throws zvrd.weights.WeightFormatException where the file that was chosen is no RAFT
     */
    public static OpticalFlow create(FlowChoice choice, int threads, ModelStore store) {
        return switch (choice.name()) {
            case "dis" -> new Dis(threads);
            case "raft" -> new Raft(stored(store), choice.iterations(), threads);
            default ->
                throw new UserError(
                        ExitCode.USAGE,
                        "--flow expects dis or raft, found " + choice.name(),
                        "Take --flow dis, which needs no model.");
        };
    }

    private static zvrd.nn.Raft stored(ModelStore store) {
        StoredModel model = RAFTS.stream()
                .map(store::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        ExitCode.MODEL,
                        "--flow raft: the model store has none of " + String.join(", ", RAFTS),
                        "Download one with: zvrd models pull " + RAFTS.get(0) + ". Or take --flow dis."));
        try (TensorFile file = store.open(model.name())) {
            return zvrd.nn.Raft.of(StateDict.of(file));
        }
    }
}
