package zvrd.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which RePaint (arXiv:2201.09865, appendix B) and DDNM after it (arXiv:2212.00490, algorithm 2) visit their
 * noise levels: every {@code length} levels the sample is noised again by {@code length} levels, so that each stretch is
 * walked {@code repeat} times.
 *
 * @param length levels a journey goes back, at least 1
 * @param repeat times each stretch is walked, at least 1; 1 is the plain way down
 * @param visits times each level is come to from the one above it, at least 1; RePaint's n_sample
 */
public record TimeTravel(int length, int repeat, int visits) {
    /** The plain way down. */
    public static final TimeTravel NONE = new TimeTravel(1, 1);

    public TimeTravel {
        if (length < 1 || repeat < 1 || visits < 1) {
            throw new IllegalArgumentException("time travel needs a length, a repeat and visits of at least 1, got "
                    + length + ", " + repeat + " and " + visits);
        }
    }

    /** Journeys only: every level is come to once between them. */
    public TimeTravel(int length, int repeat) {
        this(length, repeat, 1);
    }

    /** The indices of the levels visited out of {@code levels}, from the highest to 0 with all journeys, then -1. */
    public int[] itinerary(int levels) {
        int[] journeys = new int[levels];
        for (int i = 0; i < levels - length; i += length) {
            journeys[i] = repeat - 1;
        }
        List<Integer> way = new ArrayList<>();
        for (int i = levels - 1; i >= 0; i--) {
            way.add(i);
            for (int again = 1; again < visits && i + 1 < levels - 1; again++) {
                way.add(i + 1);
                way.add(i);
            }
            if (journeys[i] > 0) {
                journeys[i]--;
                for (int back = 0; back < length; back++) {
                    way.add(++i);
                }
            }
        }
        way.add(-1);
        return way.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many levels this way may have if the network is asked no more than {@code most} times, at least 1. */
    int levelsWithin(int most) {
        int levels = 1;
        while (evaluations(levels + 1) <= most) {
            levels++;
        }
        return levels;
    }

    private int evaluations(int levels) {
        int[] way = itinerary(levels);
        return (int)
                IntStream.range(1, way.length).filter(k -> way[k] < way[k - 1]).count();
    }

    /** The moves through {@code levels}, which ascend. */
    public List<Move> moves(int... levels) {
        int[] way = itinerary(levels.length);
        List<Move> moves = new ArrayList<>();
        for (int k = 0; k + 1 < way.length; k++) {
            int t = levels[way[k]];
            int s = way[k + 1] < 0 ? -1 : levels[way[k + 1]];
            moves.add(new Move(k, t, s, s < t));
        }
        return List.copyOf(moves);
    }
}
