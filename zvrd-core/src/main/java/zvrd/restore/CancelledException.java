package zvrd.restore;

/** The work was interrupted from outside; not a failure of its own. */
final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
        super("interrupted");
    }
}
