package zvrd.app.cli;

import java.io.PrintStream;

/**
 * Where the program speaks.
 *
 * @param out data, and nothing else
 * @param err progress, errors and everything else meant for people
 * @param interactive whether {@code err} is a screen on which a line can be drawn over
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    /** This process's own; the launcher has looked whether standard error is a screen. */
    static Terminal ofThisProcess() {
        return new Terminal(System.out, System.err, Boolean.getBoolean("zvrd.terminal"));
    }
}
