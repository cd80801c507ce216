package zvrd.backbone;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which DDNM visits its noise levels (arXiv:2212.00490, algorithm 2, after RePaint's schedule): every
 * {@code length} levels the sample is noised again by {@code length} levels, so that each stretch is walked {@code
 * repeat} times.
 *
 * @param length levels a journey goes back, at least 1
 * @param repeat times each stretch is walked, at least 1; 1 is the plain way down
 */
public record TimeTravel(int length, int repeat) {
    /** The plain way down. */
    public static final TimeTravel NONE = new TimeTravel(1, 1);

    public TimeTravel {
        if (length < 1 || repeat < 1) {
            throw new IllegalArgumentException(
                    "time travel needs a length and a repeat of at least 1, got " + length + " and " + repeat);
        }
    }

    /** The indices of the levels visited out of {@code levels}, from the highest to 0 with all journeys, then -1. */
    public int[] itinerary(int levels) {
        int[] journeys = new int[levels];
        for (int i = 0; i < levels - length; i += length) {
            journeys[i] = repeat - 1;
        }
        List<Integer> visits = new ArrayList<>();
        for (int i = levels - 1; i >= 0; i--) {
            visits.add(i);
            if (journeys[i] > 0) {
                journeys[i]--;
                for (int back = 0; back < length; back++) {
                    visits.add(++i);
                }
            }
        }
        visits.add(-1);
        return visits.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The moves through {@code levels}, which ascend. */
    public List<Move> moves(int... levels) {
        int[] visits = itinerary(levels.length);
        List<Move> moves = new ArrayList<>();
        for (int k = 0; k + 1 < visits.length; k++) {
            int t = levels[visits[k]];
            int s = visits[k + 1] < 0 ? -1 : levels[visits[k + 1]];
            moves.add(new Move(k, t, s, s < t));
        }
        return List.copyOf(moves);
    }
}
