package zvrd.temporal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames of one tile leave for each other what they have computed. Nothing that is left may be a tensor, as
 * these stay on their thread.
 */
public final class Meeting {
    private final ConcurrentMap<Place, CompletableFuture<Left>> places = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private record Place(int frame, String name) {}

    private record Left(Object value, AtomicInteger readers) {}

    /** Leaves {@code value}, which is let go once it has been taken {@code readers} times. */
    void leave(int frame, String name, Object value, int readers) {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        if (readers > 0) {
            place(new Place(frame, name)).complete(new Left(value, new AtomicInteger(readers)));
        }
    }

    /** What {@code frame} left, once it has; every reader takes it once. */
    <T> T take(int frame, String name, Class<T> type, Turn turn) {
        var place = new Place(frame, name);
        Left left = turn.await(place(place));
        if (left.readers().decrementAndGet() == 0) {
            places.remove(place);
        }
        return type.cast(left.value());
    }

    /** Nobody will wait here any longer: {@code cause} is thrown to all who do or would. */
    public void fail(RuntimeException cause) {
        failure.compareAndSet(null, cause);
        places.values().forEach(place -> place.completeExceptionally(cause));
    }

    private CompletableFuture<Left> place(Place place) {
        CompletableFuture<Left> future = places.computeIfAbsent(place, missing -> new CompletableFuture<>());
        RuntimeException failed = failure.get(); // looked at after the place is there, so that fail() misses none
        if (failed != null) {
            future.completeExceptionally(failed);
        }
        return future;
    }
}
