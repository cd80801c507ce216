package zvrd.app.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Turns Ctrl-C and SIGTERM into an interrupt of the working thread, and gives it time to take its temporary files away. */
public final class Interruption {
    private static final int PATIENCE_SECONDS = 30; // an evaluation or a step of training that is under way ends first

    private static volatile boolean requested;
    private static volatile boolean askOnly;

    private Interruption() {}

    /** Whether the process was told to end. */
    public static boolean requested() {
        return requested;
    }

    /** From now on the working thread looks at {@link #requested} by itself; an interrupt could spoil what it saves. */
    public static void askOnly() {
        askOnly = true;
    }

    /** Runs {@code work} on this thread; when the process is told to end, interrupts it and waits for it. */
    public static int guard(IntSupplier work) {
        var done = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        var hook = new Thread(() -> stop(worker, done), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.getAsInt();
        } finally {
            done.countDown();
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            requested = true; // the process is ending already
        }
    }

    private static void stop(Thread worker, CountDownLatch done) {
        requested = true;
        if (!askOnly) {
            worker.interrupt();
        }
        try {
            done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
