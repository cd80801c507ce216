package zvrd;

import org.jspecify.annotations.Nullable;

/** A failure the user can mend, told in two lines: what is wrong with which file, option or tensor, and what to do. */
public class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String remedy;

    /**
     * @param code how the process ends
     * @param what one line that names the file, option or tensor first, then what was expected and what was found
     * @param remedy one line that says what to do about it
     */
    public UserError(ExitCode code, String what, String remedy) {
        this(code, what, remedy, null);
    }

    /** The same, caused by {@code cause}, which is shown only when details are asked for. */
    public UserError(ExitCode code, String what, String remedy, @Nullable Throwable cause) {
        super(what, cause);
        this.code = code;
        this.remedy = remedy;
    }

    /** How the process ends. */
    public ExitCode code() {
        return code;
    }

    /** What to do about it, in one line. */
    public String remedy() {
        return remedy;
    }
}
