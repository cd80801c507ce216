package zvrd.app.cli;

import zvrd.restore.OperatorPlan;

/** The operators of a clip, and the mask file behind them if there is one. */
record OperatorChoice(OperatorPlan plan, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
