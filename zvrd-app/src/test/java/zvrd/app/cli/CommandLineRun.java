package zvrd.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import zvrd.app.console.Terminal;
import zvrd.weights.ModelStore;

/** One run of the program inside the test's own process. */
record CommandLineRun(int exitCode, String out, List<String> err) {
    static CommandLineRun of(String... args) {
        return with(ModelStore.standard(), args);
    }

    /** The same with a model store of the test's own. */
    static CommandLineRun with(ModelStore store, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(stream(out), stream(err), false);
        int exitCode = Zvrd.execute(Zvrd.commandLine(terminal, store), args);
        return new CommandLineRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8).lines().toList());
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
