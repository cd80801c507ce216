package zvrd.app.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import zvrd.journal.WorkFolder;

/** What becomes of the work that an interrupted run kept. */
public final class KeptWork {
    @SuppressWarnings("UnusedVariable") // going on is what happens anyway
    @Option(names = "--resume", description = "Go on where an interrupted run of this command stopped. The default.")
    private boolean resume;

    @Option(
            names = "--fresh",
            description = "Throw away what an interrupted run kept, and begin anew; an output that is there stays.")
    private boolean fresh;

    /** Whether that is thrown away. */
    public boolean fresh() {
        return fresh;
    }

    /** Throws away what is kept of {@code output}, if that is the wish. */
    public void prepare(Path output) {
        if (fresh) {
            WorkFolder.discard(output);
        }
    }
}
