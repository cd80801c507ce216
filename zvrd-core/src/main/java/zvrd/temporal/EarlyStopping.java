package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import zvrd.backbone.Move;

/**
 * The fourth idea of the paper: sampling stops at T_ES, and the clean image of that step is the result, because what the
 * last steps add is finer than what the measurement knows and differs from frame to frame.
 */
public final class EarlyStopping {
    private EarlyStopping() {}

    /**
     * {@code moves} up to the first after which all levels are at most {@code level}, that one going straight to the clean
     * image; all of them where {@code level} is -1.
     *
     * @param level T_ES in the levels the network was trained with, -1 for none
     */
    public static List<Move> cut(List<Move> moves, int level) {
        int last = moves.size() - 1;
        while (last > 0 && reachesDown(moves.get(last - 1), level)) {
            last--;
        }
        var kept = new ArrayList<Move>(moves.subList(0, last));
        Move end = moves.get(last);
        kept.add(new Move(end.index(), end.t(), -1, true));
        return List.copyOf(kept);
    }

    /** Whether {@code move} begins at or below {@code level} and asks the network there. */
    private static boolean reachesDown(Move move, int level) {
        return move.denoise() && move.t() <= level;
    }
}
