package zvrd.restore;

import org.jspecify.annotations.Nullable;

/** A restoration was interrupted; the message says what of it is kept. */
public final class InterruptedRestoration extends InterruptedException {
    private static final long serialVersionUID = 1L;

    InterruptedRestoration(String kept, @Nullable Throwable cause) {
        super(kept);
        initCause(cause);
    }
}
