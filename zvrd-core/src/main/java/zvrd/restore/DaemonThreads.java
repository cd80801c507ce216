package zvrd.restore;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep the program alive, and that are gone when they are stopped. */
final class DaemonThreads {
    private DaemonThreads() {}

    /** {@code count} of them, called {@code name} and a number. */
    static ExecutorService fixed(String name, int count) {
        return Executors.newFixedThreadPool(count, named(name));
    }

    /** Daemons called {@code name} and a number. */
    static ThreadFactory named(String name) {
        var number = new AtomicInteger();
        return work -> {
            var thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Interrupts what {@code threads} do and returns when it has ended: what they read may be freed then. An interruption of
     * the caller is kept for later.
     */
    static void stop(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
