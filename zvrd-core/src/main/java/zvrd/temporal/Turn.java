package zvrd.temporal;

import java.util.concurrent.Future;

/** A piece of work's turn to compute: it hands it on while it waits for another piece. */
public interface Turn {
    /**
     * What {@code future} comes to.
     *
     * @throws java.util.concurrent.CancellationException where this thread is interrupted meanwhile
     * @throws RuntimeException what {@code future} failed with
     */
    <T> T await(Future<T> future);
}
