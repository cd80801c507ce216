package zvrd.app.option;

import zvrd.restore.OperatorPlan;

/**
 * The operators of a clip.
 *
 * @param plan which one damaged which frame
 * @param scale pixels along a side that became one
 * @param block sides of clean frames that can be damaged are multiples of this
 * @param release lets go of the file behind them, if there is one
 */
public record OperatorChoice(OperatorPlan plan, int scale, int block, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
