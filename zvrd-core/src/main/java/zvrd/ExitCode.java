package zvrd;

/** How a run of the program ended. */
public enum ExitCode {
    /** Done and verified. */
    DONE(0),
    /** A bug in the program. */
    INTERNAL(1),
    /** A wrong command line. */
    USAGE(2),
    /** Input missing, unreadable or unsupported. */
    INPUT(3),
    /** Model missing, wrong or unsafe. */
    MODEL(4),
    /** Out of memory, disk or time; can be resumed. */
    RESOURCES(5),
    /** Output exists or failed verification. */
    OUTPUT(6),
    /** A batch finished, some of it failed. */
    BATCH(7),
    /** A quality gate was not met. */
    GATE(8),
    /** The network is needed but not reachable. */
    OFFLINE(9),
    /** Interrupted; can be resumed. */
    INTERRUPTED(130);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** The number the process ends with. */
    public int value() {
        return value;
    }
}
