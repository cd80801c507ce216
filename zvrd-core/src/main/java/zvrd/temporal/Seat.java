package zvrd.temporal;

/**
 * One frame's seat at a meeting.
 *
 * @param frame its number in the window
 * @param frames of the window, every one of which has a seat
 * @param meeting shared by all of them
 * @param turn the frame's own
 */
public record Seat(int frame, int frames, Meeting meeting, Turn turn) implements Exchange {
    /** The frame before {@code frame}; the first frame takes the one after it. */
    static int neighbour(int frame) {
        return frame == 0 ? 1 : frame - 1;
    }

    /** How many frames have this one as their {@link #neighbour}. */
    int neighbourOf() {
        int count = 0;
        for (int other = 0; other < frames; other++) {
            count += neighbour(other) == frame ? 1 : 0;
        }
        return count;
    }

    @Override
    public void leave(String name, Object value, int readers) {
        meeting.leave(frame, name, value, readers);
    }

    @Override
    public <T> T take(int other, String name, Class<T> type) {
        return meeting.take(other, name, type, turn);
    }
}
