package zvrd.app.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the program speaks.
 *
 * @param out data, and nothing else
 * @param err progress, errors and everything else meant for people
 * @param interactive whether {@code err} is a screen on which a line can be drawn over
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    /** This process's own; the launcher has looked whether standard error is a screen. */
    public static Terminal ofThisProcess() {
        return new Terminal(utf8(FileDescriptor.out), utf8(FileDescriptor.err), Boolean.getBoolean("zvrd.terminal"));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
