package zvrd.backbone;

import zvrd.ExitCode;
import zvrd.UserError;

/** Wishes about a restorer that cannot be met. */
final class Refusal {
    private Refusal() {}

    static UserError of(String what, String remedy) {
        return new UserError(ExitCode.USAGE, what, remedy);
    }
}
