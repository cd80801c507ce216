package zvrd.metrics;

import java.util.List;
import java.util.Optional;
import zvrd.degradation.DegradationOperator;

/**
 * The frame that restored ones were made from.
 *
 * @param width pixels a row, which need not be the restored frames'
 * @param height rows
 * @param rgb red, green, blue of pixel after pixel, row after row, 16 unsigned bits each
 * @param operators what damaged it, as each restored clip was told; empty for those of which it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // a frame is handed over, never compared
public record DegradedFrame(int width, int height, short[] rgb, List<Optional<DegradationOperator>> operators) {
    /** Refuses a frame that does not fill its picture. */
    public DegradedFrame {
        operators = List.copyOf(operators);
        Moment.requireSize(rgb, width, height);
    }
}
