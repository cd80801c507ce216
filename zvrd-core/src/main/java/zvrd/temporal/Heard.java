package zvrd.temporal;

import java.util.HashMap;
import java.util.Map;

/**
 * An exchange that remembers what was taken, so that one frame's evaluation can be gone through again by itself. Holds no
 * tensors; to be used by one thread after another.
 */
final class Heard implements Exchange {
    private final Exchange others;
    private final Map<Place, Object> taken = new HashMap<>();

    private record Place(int frame, String name) {}

    Heard(Exchange others) {
        this.others = others;
    }

    @Override
    public int frame() {
        return others.frame();
    }

    @Override
    public int frames() {
        return others.frames();
    }

    @Override
    public void leave(String name, Object value, int readers) {
        others.leave(name, value, readers);
    }

    @Override
    public <T> T take(int other, String name, Class<T> type) {
        T value = others.take(other, name, type);
        taken.put(new Place(other, name), value);
        return value;
    }

    /** The same exchange once more, as often as asked for: what was taken is there, and nobody else listens. */
    Exchange again() {
        return new Again(frame(), frames(), taken);
    }

    private record Again(int frame, int frames, Map<Place, Object> taken) implements Exchange {
        @Override
        public void leave(String name, Object value, int readers) {}

        @Override
        public <T> T take(int other, String name, Class<T> type) {
            Object value = taken.get(new Place(other, name));
            if (value == null) {
                throw new IllegalStateException("frame " + other + " was not heard saying " + name);
            }
            return type.cast(value);
        }
    }
}
