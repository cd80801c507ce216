package zvrd.app.console;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/** What a command says: data on standard output, remarks for people on standard error as far as they want them. */
public final class Remarks {
    private final Terminal terminal;
    private final BooleanSupplier quiet;
    private final BooleanSupplier verbose;

    /**
     * What is said to {@code terminal}.
     *
     * @param quiet whether only what is insisted on is said; asked at each line
     * @param verbose whether details are said too; asked at each line
     */
    public Remarks(Terminal terminal, BooleanSupplier quiet, BooleanSupplier verbose) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /** For data. */
    public PrintStream out() {
        return terminal.out();
    }

    /** One line for people. */
    public void say(String line) {
        if (!quiet.getAsBoolean()) {
            terminal.err().println(line);
        }
    }

    /** One line that also those hear who want errors only. */
    public void insist(String line) {
        terminal.err().println(line);
    }

    /** One line for people who asked for more. */
    public void detail(String line) {
        if (verbose.getAsBoolean()) {
            terminal.err().println(line);
        }
    }

    /** A view of how far the work is. */
    public Progress progress(ProgressMode mode) {
        ProgressMode chosen = quiet.getAsBoolean() ? ProgressMode.NONE : mode;
        return new Progress(chosen.view(terminal), System::nanoTime);
    }
}
