package zvrd.app.cli;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/** What a command says: data on standard output, remarks for people on standard error as far as they want them. */
final class Remarks {
    private final Terminal terminal;
    private final BooleanSupplier quiet;
    private final BooleanSupplier verbose;

    Remarks(Terminal terminal, BooleanSupplier quiet, BooleanSupplier verbose) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /** For data. */
    PrintStream out() {
        return terminal.out();
    }

    /** One line for people. */
    void say(String line) {
        if (!quiet.getAsBoolean()) {
            terminal.err().println(line);
        }
    }

    /** One line that also those hear who want errors only. */
    void insist(String line) {
        terminal.err().println(line);
    }

    /** One line for people who asked for more. */
    void detail(String line) {
        if (verbose.getAsBoolean()) {
            terminal.err().println(line);
        }
    }

    /** A view of how far the work is. */
    Progress progress(ProgressMode mode) {
        ProgressMode chosen = quiet.getAsBoolean() ? ProgressMode.NONE : mode;
        return new Progress(chosen.view(terminal), System::nanoTime);
    }
}
