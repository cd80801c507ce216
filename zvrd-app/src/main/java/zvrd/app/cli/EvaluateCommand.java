package zvrd.app.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import zvrd.ExitCode;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.Moment;
import zvrd.motion.FlowChoice;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.weights.ModelStore;

/** {@code zvrd evaluate}: how close restored clips are to their reference, and how steady. */
@Command(
        name = "evaluate",
        sortOptions = false,
        description = "Measures restored clips against the clean one: how close they are, how sharp, how steady.",
        footer = {"", "Example: zvrd evaluate --reference clean.mkv --restored a.mkv b.mkv --json report.json"})
final class EvaluateCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Remarks remarks;
    private final ModelStore store;

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "REF",
            description = "The clean clip: a file, a folder of numbered images, or a pattern.")
    private String reference = "";

    @Option(
            names = "--restored",
            required = true,
            arity = "1..*",
            paramLabel = "OUT",
            description = "Restored clips of the same size and number of frames.")
    private List<String> restored = List.of();

    @Option(
            names = "--flow",
            paramLabel = "dis|raft",
            description = "What measures how the reference moves. Default: dis; raft wants a model of zvrd models.")
    private String flow = "dis";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the report there as JSON; - is standard output, instead of the table.")
    private @Nullable String json;

    @ArgGroup(validate = false, heading = "%nWhich part of the reference was restored:%n", order = 1)
    private ReadingOptions reading = new ReadingOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            order = 2,
            description = "Threads to work with; they do not change a number. Default: all the machine has.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", order = 3, description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    EvaluateCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Override
    public Integer call() throws InterruptedException {
        refuseNonsense();
        EvaluationReport report;
        try (OpticalFlow estimator = OpticalFlows.create(choice(), threads, store);
                ClipsInStep clips = ClipsInStep.open(reference, reading.choice(), restored);
                Progress shown = remarks.progress(progress);
                var comparison = new ClipComparison(estimator, restored.size(), threads)) {
            shown.begin(clips.expectedFrames().orElse(-1), 1);
            for (Moment moment = clips.next(); moment != null; moment = clips.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                comparison.add(moment);
                shown.frame();
            }
            report = report(estimator, comparison.means());
            shown.end();
        }
        tell(report);
        return ExitCode.DONE.value();
    }

    private FlowChoice choice() {
        return new FlowChoice(flow, FlowChoice.DIS.iterations());
    }

    private void refuseNonsense() {
        if (threads < 1 || threads > 4096) {
            throw new UsageError("--threads expects 1 to 4096, got " + threads, "leave it out to use all");
        }
        var names = new HashSet<String>();
        for (String clip : restored) {
            if (!names.add(clip)) {
                throw new UsageError("--restored: names " + clip + " twice", "name each clip once");
            }
        }
        if (json != null && !json.equals(STANDARD_OUTPUT)) {
            if (json.equals(reference) || restored.contains(json)) {
                throw new UsageError("--json " + json + ": is one of the clips", "name another file for the report");
            }
            ReportFile.requireWritable(Path.of(json));
        }
    }

    private EvaluationReport report(OpticalFlow estimator, List<Map<String, Double>> means) {
        var report = new EvaluationReport(estimator.name());
        for (int clip = 0; clip < means.size(); clip++) {
            report.add(restored.get(clip), means.get(clip));
        }
        return report;
    }

    private void tell(EvaluationReport report) {
        String text = Json.text(report.asMap());
        if (STANDARD_OUTPUT.equals(json)) {
            remarks.out().println(text);
            return;
        }
        report.table().forEach(remarks.out()::println);
        if (json != null) {
            ReportFile.write(Path.of(json), text);
        }
    }
}
