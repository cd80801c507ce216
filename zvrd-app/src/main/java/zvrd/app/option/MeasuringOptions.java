package zvrd.app.option;

import picocli.CommandLine.Option;
import zvrd.app.console.ProgressMode;
import zvrd.motion.FlowChoice;

/** How clips are measured beside each other. */
public final class MeasuringOptions {
    @Option(
            names = "--flow",
            paramLabel = "dis|raft",
            description = "What measures how clips move. Default: dis; raft wants a model of zvrd models.")
    private String flow = FlowChoice.DIS.name();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to work with; they do not change a number. Default: all the machine has.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    /** What sees how clips move. */
    public FlowChoice flow() {
        return new FlowChoice(flow, FlowChoice.DIS.iterations());
    }

    /** Threads to work with, 1 to 4096. @throws UsageError where others are asked for */
    public int threads() {
        if (threads < 1 || threads > 4096) {
            throw new UsageError("--threads expects 1 to 4096, got " + threads, "leave it out to use all");
        }
        return threads;
    }

    /** How progress is shown. */
    public ProgressMode progress() {
        return progress;
    }
}
