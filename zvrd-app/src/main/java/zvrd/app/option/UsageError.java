package zvrd.app.option;

import zvrd.ExitCode;
import zvrd.UserError;

/** A command line that cannot be meant. */
public final class UsageError extends UserError {
    private static final long serialVersionUID = 1L;

    /**
     * Says what cannot be meant.
     *
     * @param what the option first, then what was expected and what was found
     * @param remedy what to say instead
     */
    public UsageError(String what, String remedy) {
        super(ExitCode.USAGE, what, remedy);
    }
}
