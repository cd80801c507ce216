package zvrd.app.option;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import zvrd.app.console.ProgressMode;

/** How a restoration is written and told of: what it is otherwise is said by {@link JobOptions}. */
public final class RunOptions {
    @ArgGroup(validate = false, heading = "%nWhat is written:%n", order = 6)
    private WritingOptions writing = new WritingOptions();

    @ArgGroup(validate = false, heading = "%nAfter an interruption:%n", order = 8)
    private KeptWork kept = new KeptWork();

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    @Option(names = "--json", description = "Tell what was done as JSON on standard output.")
    private boolean json;

    /** How it is written. */
    public WritingOptions writing() {
        return writing;
    }

    /** What becomes of the work of an interrupted run. */
    public KeptWork kept() {
        return kept;
    }

    /** How progress is shown. */
    public ProgressMode progress() {
        return progress;
    }

    /** Whether what was done is told as JSON. */
    public boolean json() {
        return json;
    }
}
