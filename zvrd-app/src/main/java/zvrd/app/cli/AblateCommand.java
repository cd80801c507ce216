package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zvrd.ExitCode;
import zvrd.app.console.Json;
import zvrd.app.console.Progress;
import zvrd.app.console.ProgressMode;
import zvrd.app.console.Remarks;
import zvrd.app.console.ReportFile;
import zvrd.app.job.FirstLook;
import zvrd.app.job.Outputs;
import zvrd.app.measure.ClipMeasurement;
import zvrd.app.option.JobOptions;
import zvrd.app.option.JobWords;
import zvrd.app.option.KeptWork;
import zvrd.app.option.OperatorChoice;
import zvrd.app.option.UsageError;
import zvrd.app.paper.Rung;
import zvrd.app.paper.Trial;
import zvrd.app.report.AblationReport;
import zvrd.app.report.ClipMeasures;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;
import zvrd.weights.ModelStore;

/** {@code zvrd ablate}: the paper's Table 5 on any clip, its modules added one by one. */
@Command(
        name = "ablate",
        sortOptions = false,
        description =
                "Restores a clip once with each frame by itself and once more for every module of the paper that is added,"
                        + " and tells what each one changed and how sure that is.",
        footer = {
            "",
            "What the same build made by the same options is not restored again, and an interrupted run goes on.",
            "Example: zvrd ablate small.mkv --reference clean.mkv --task sr --backbone gdp -o ablation"
        })
final class AblateCommand implements Callable<Integer> {
    private static final String MEND =
            "name the clip as it was before IN was damaged, and the --scale it was damaged by";
    private static final Set<String> OWN = Set.of("--reference", "--output", "--temporal", "--json");

    private final Remarks remarks;
    private final ModelStore store;

    @Parameters(paramLabel = "IN", description = "The damaged clip: a file, a folder of numbered images, or a pattern.")
    private String input = "";

    @Option(names = "--reference", required = true, paramLabel = "REF", description = "The clean clip.")
    private String reference = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "A folder for the restored clips and ablation.json; made if it is not there.")
    private String output = "";

    @Mixin
    private JobOptions job = new JobOptions();

    @SuppressWarnings("UnusedVariable") // said again to every restoration
    @Option(
            names = {"-y", "--overwrite"},
            description = "Replace restored clips of other options in DIR.")
    private boolean overwrite;

    @SuppressWarnings("UnusedVariable") // said again to every restoration
    @ArgGroup(validate = false, heading = "%nAfter an interruption:%n", order = 8)
    private KeptWork kept = new KeptWork();

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    @Option(names = "--json", description = "Tell it as JSON on standard output instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AblateCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec.commandLine().getParseResult().hasMatchedOption("--temporal")) {
            throw new UsageError("--temporal: is what ablate goes through by itself", "leave it out");
        }
        requireFit();
        AblationReport report;
        try (var measurement = new ClipMeasurement(job.flow(), store, job.threads())) {
            report = report(measurement, Outputs.folder(output));
        }
        String text = Json.text(report.asMap());
        ReportFile.write(Path.of(output).resolve("ablation.json"), text);
        if (json) {
            remarks.out().println(text);
        } else {
            report.table().forEach(remarks.out()::println);
        }
        return ExitCode.DONE.value();
    }

    /** Looks at both clips before hours are spent on one of them. */
    private void requireFit() {
        ReadOptions part = job.part();
        try (OperatorChoice operators = job.operators(part)) {
            VideoInfo damaged = FirstLook.at(Path.of(input), part);
            operators.plan().requireFits(damaged);
            VideoInfo clean = FirstLook.at(Path.of(reference), part);
            int scale = operators.scale();
            FirstLook.requireSize(clean, scale * damaged.width(), scale * damaged.height(), MEND);
            if (damaged.frames().isPresent()) {
                FirstLook.requireFrames(clean, Math.min(damaged.frames().getAsLong(), part.maxFrames()), MEND);
            }
        }
    }

    private AblationReport report(ClipMeasurement measurement, Path folder) throws InterruptedException {
        var steps = new ArrayList<AblationReport.Step>();
        for (Rung rung : Rung.values()) {
            Trial trial = trial(rung);
            trial.run(Path.of(input), folder, List.of(), remarks);
            remarks.say(trial.label() + ": done");
            String clip = trial.output(folder).toString();
            steps.add(new AblationReport.Step(rung.label(), rung.modules(), clip, rung.paper()));
        }
        List<String> clips = steps.stream().map(AblationReport.Step::clip).toList();
        try (Progress shown = remarks.progress(progress)) {
            ClipMeasures.Together measured = measurement.of(reference, input, job.part(), clips, job, shown);
            measured.warnings().forEach(line -> remarks.say("warning: " + line));
            return new AblationReport(measurement.flow(), steps, measured);
        }
    }

    /** This command's own words, without what belongs to modules that {@code rung} does without. */
    private Trial trial(Rung rung) {
        var words = JobWords.allBut(spec.commandLine().getParseResult(), rung.without(OWN));
        words.addAll(List.of("--temporal", rung.modules()));
        return new Trial(rung.label(), rung.file(), words);
    }
}
