package zvrd.motion;

import zvrd.ExitCode;
import zvrd.UserError;

/** The estimators of optical flow, by their names on the command line. */
public final class OpticalFlows {
    private OpticalFlows() {}

    /** The estimator called {@code name} as it is by default; see {@link #create(FlowChoice, int)}. */
    public static OpticalFlow create(String name, int threads) {
        return create(new FlowChoice(name, FlowChoice.DIS.iterations()), threads);
    }

    /**
     * The estimator that was chosen, which the caller closes.
     *
     * @param choice {@code dis}, which needs no weights
     * @param threads how many threads it may use; the flow does not depend on it
     * @throws UserError exit 2 for another name
     */
    public static OpticalFlow create(FlowChoice choice, int threads) {
        if (choice.name().equals("dis")) {
            return new Dis(threads);
        }
        throw new UserError(ExitCode.USAGE, "--flow expects dis, found " + choice.name(), "Take --flow dis.");
    }
}
