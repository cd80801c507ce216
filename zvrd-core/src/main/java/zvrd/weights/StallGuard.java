package zvrd.weights;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Closes a stream on which nothing arrives for too long, so that its reader wakes with an exception. */
final class StallGuard implements AutoCloseable {
    private static final int CHECKS = 4;

    private final InputStream stream;
    private final long patience;
    private final Thread watcher;
    private volatile long lastArrival = System.nanoTime();
    private volatile boolean closed;
    private volatile boolean stalled;

    StallGuard(InputStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience.toNanos();
        this.watcher = new Thread(this::watch, "zvrd-download-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Something arrived. */
    void touch() {
        lastArrival = System.nanoTime();
    }

    /** Whether the stream was closed for want of bytes. */
    boolean stalled() {
        return stalled;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(this, patience / CHECKS);
            if (!closed && System.nanoTime() - lastArrival > patience) {
                stalled = true;
                closed = true;
                closeStream();
            }
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException e) {
            // the reader sees that it was closed
        }
    }
}
