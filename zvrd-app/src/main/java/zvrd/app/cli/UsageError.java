package zvrd.app.cli;

import zvrd.ExitCode;
import zvrd.UserError;

/** A command line that cannot be meant. */
final class UsageError extends UserError {
    private static final long serialVersionUID = 1L;

    UsageError(String what, String remedy) {
        super(ExitCode.USAGE, what, remedy);
    }
}
