package zvrd.restore;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many pieces of work compute at a time, on threads of their own; one that waits for another piece stands back, and
 * where several could go on, the one that was submitted first does.
 */
final class Permits {
    private final Executor threads;
    private final PriorityQueue<Claim> claims = new PriorityQueue<>(Comparator.comparingLong(Claim::order));
    private int free;
    private boolean closed;

    /** Of a piece that is to begin, or of one that stood back and is let go on by {@code again}. */
    private record Claim(long order, @Nullable FutureTask<?> begin, Semaphore again) {}

    Permits(int count, Executor threads) {
        this.free = count;
        this.threads = threads;
    }

    /** Runs {@code task} when its turn has come. */
    void start(long order, FutureTask<?> task) {
        synchronized (this) {
            if (closed) {
                throw new RejectedExecutionException("the workers are closed");
            }
            if (free == 0) {
                claims.add(new Claim(order, task, new Semaphore(0)));
                return;
            }
            free--;
        }
        threads.execute(() -> work(task));
    }

    /** What {@code future} comes to; while piece {@code order} waits for it, another one computes. */
    <T> T standBack(long order, Future<T> future) throws InterruptedException, ExecutionException {
        FutureTask<?> other = next();
        if (other != null) {
            threads.execute(() -> work(other));
        }
        try {
            return future.get();
        } finally {
            goOn(order);
        }
    }

    /** Pieces that have not begun never will. */
    synchronized void close() {
        closed = true;
        claims.removeIf(claim -> claim.begin() != null && claim.begin().cancel(false));
    }

    private void work(FutureTask<?> first) { // a thread keeps its permit: a new one would need memory of its own
        for (FutureTask<?> task = first; task != null; task = next()) {
            task.run();
        }
    }

    /** Hands this thread's permit on; where it goes to a piece that is to begin, that is returned. */
    private synchronized @Nullable FutureTask<?> next() {
        Claim claim = claims.poll();
        if (claim == null) {
            free++;
            return null;
        }
        claim.again().release();
        return claim.begin();
    }

    private void goOn(long order) {
        var again = new Semaphore(0);
        synchronized (this) {
            if (free > 0) {
                free--;
                return;
            }
            claims.add(new Claim(order, null, again));
        }
        again.acquireUninterruptibly(); // whoever computes will hand it on, and a permit must never be lost
    }
}
