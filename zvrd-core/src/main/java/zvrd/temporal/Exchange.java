package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;

/** Where one frame of a window leaves what it has computed for the others, and takes what they left. */
interface Exchange {
    /** The frame's number in the window. */
    int frame();

    /** Frames of the window. */
    int frames();

    /** Leaves {@code value} for {@code readers} others. */
    void leave(String name, Object value, int readers);

    /** What {@code other} left under {@code name}, once it has. */
    <T> T take(int other, String name, Class<T> type);

    /** What each of {@code others} left under {@code name}. */
    default <T> List<T> takeAll(int[] others, String name, Class<T> type) {
        var all = new ArrayList<T>();
        for (int other : others) {
            all.add(take(other, name, type));
        }
        return all;
    }
}
