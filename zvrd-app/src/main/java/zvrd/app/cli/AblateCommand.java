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
            "What is in DIR already is not restored again, and an interrupted run goes on.",
            "Example: zvrd ablate small.mkv --reference clean.mkv --task sr --backbone gdp -o ablation"
        })
final class AblateCommand implements Callable<Integer> {
    private static final Set<String> OWN = Set.of("--reference", "--output", "--temporal", "--json");

    private final Remarks remarks;
    private final ErrorLines errors;
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

    AblateCommand(Remarks remarks, ErrorLines errors, ModelStore store) {
        this.remarks = remarks;
        this.errors = errors;
        this.store = store;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec.commandLine().getParseResult().hasMatchedOption("--temporal")) {
            throw new UsageError("--temporal: is what ablate goes through by itself", "leave it out");
        }
        Path folder = Outputs.folder(output);
        var outputs = new ArrayList<String>();
        for (Rung rung : Rung.values()) {
            Trial trial = trial(rung);
            trial.run(Path.of(input), folder, List.of(), remarks, errors);
            remarks.say(trial.label() + ": done");
            outputs.add(trial.output(folder).toString());
        }
        AblationReport report = measured(outputs);
        String text = Json.text(report.asMap());
        ReportFile.write(folder.resolve("ablation.json"), text);
        if (json) {
            remarks.out().println(text);
        } else {
            report.table().forEach(remarks.out()::println);
        }
        return ExitCode.DONE.value();
    }

    /** This command's own words, without what belongs to modules that {@code rung} does without. */
    private Trial trial(Rung rung) {
        var words = JobWords.allBut(spec.commandLine().getParseResult(), rung.without(OWN));
        words.addAll(List.of("--temporal", rung.modules()));
        return new Trial(rung.label(), rung.file(), words);
    }

    private AblationReport measured(List<String> outputs) throws InterruptedException {
        try (Progress shown = remarks.progress(progress)) {
            return new AblationReport(
                    job.flow().name(),
                    outputs,
                    ClipMeasures.of(reference, job.part(), outputs, job.flow(), store, job.threads(), shown));
        }
    }
}
