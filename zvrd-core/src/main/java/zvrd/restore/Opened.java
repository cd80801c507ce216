package zvrd.restore;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, in order, to be closed together, the last first. */
final class Opened implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Something that {@code closing} closes. */
    void add(Runnable closing) {
        closings.push(closing);
    }

    @Override
    public void close() {
        Runnable last = closings.poll();
        if (last != null) {
            try {
                last.run();
            } finally {
                close();
            }
        }
    }
}
