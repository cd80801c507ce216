package zvrd.app.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import zvrd.ExitCode;
import zvrd.app.console.Json;
import zvrd.app.console.Progress;
import zvrd.app.console.Remarks;
import zvrd.app.console.ReportFile;
import zvrd.app.measure.ClipsInStep;
import zvrd.app.measure.Gate;
import zvrd.app.measure.ToldOperators;
import zvrd.app.option.MeasuringOptions;
import zvrd.app.option.OperatorOptions;
import zvrd.app.option.ReadingOptions;
import zvrd.app.option.UsageError;
import zvrd.app.report.Displaced;
import zvrd.app.report.EvaluationPage;
import zvrd.app.report.EvaluationReport;
import zvrd.app.report.ReportFolder;
import zvrd.media.SourceHash;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.PerceptualNetworks;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.weights.ModelStore;

/** {@code zvrd evaluate}: how close restored clips are to their reference where there is one, how steady, how faithful. */
@Command(
        name = "evaluate",
        sortOptions = false,
        description =
                "Measures clips that anybody restored: how close to the clean one, how sharp, how steady, how faithful.",
        footer = {"", "Example: zvrd evaluate --reference clean.mkv --restored a.mkv b.mkv --json report.json"})
final class EvaluateCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Remarks remarks;
    private final ModelStore store;

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description =
                    "The clean clip: a file, a folder of numbered images, or a pattern. Without it only what a clip"
                            + " tells by itself is measured.")
    private @Nullable String reference;

    @Option(
            names = "--restored",
            required = true,
            arity = "1..*",
            paramLabel = "OUT",
            description = "Restored clips of the same size and number of frames.")
    private List<String> restored = List.of();

    @Option(
            names = "--degraded",
            paramLabel = "LQ",
            description = "What they were restored from. How well they explain it is measured where --task is said, or"
                    + " OUT.zvrd.json lies beside OUT.")
    private @Nullable String degraded;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the report there as JSON; - is standard output, instead of the table.")
    private @Nullable String json;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write the measures of every frame of every clip there as comma-separated values.")
    private @Nullable Path csv;

    @Option(
            names = "--fail-if",
            arity = "1",
            paramLabel = "MEASURE>NUMBER",
            description =
                    "End with exit code 8 if that is so for any clip, such as 'we>0.6'; also < <= >=. May be repeated.")
    private List<String> failIf = List.of();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Write a page to look at there, DIR/index.html, and its figures beside it; an older one is replaced.")
    private @Nullable Path page;

    @ArgGroup(validate = false, heading = "%nWhich part of REF and LQ was restored:%n", order = 1)
    private ReadingOptions reading = new ReadingOptions();

    @ArgGroup(validate = false, heading = "%nWhat damaged LQ:%n", order = 2)
    private OperatorOptions operator = new OperatorOptions();

    @Option(names = "--seed", paramLabel = "N", order = 3, description = "Of random masks. Default: 0.")
    private long seed;

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    EvaluateCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Override
    public Integer call() throws InterruptedException {
        refuseNonsense();
        List<Gate> gates = failIf.stream()
                .map(gate -> Gate.parse(gate, new LinkedHashSet<>(EvaluationReport.FIELDS)))
                .toList();
        EvaluationReport report;
        try (OpticalFlow estimator = OpticalFlows.create(measuring.flow(), measuring.threads(), store);
                PerceptualNetworks networks = PerceptualNetworks.of(store);
                ToldOperators operators = operators();
                ClipsInStep clips = new ClipsInStep(reference, restored, degraded, reading.choice(), operators);
                Progress shown = remarks.progress(measuring.progress());
                var comparison = new ClipComparison(estimator, networks, restored.size(), measuring.threads())) {
            requireMeasured(gates, setting(estimator, comparison, Map.of()));
            clips.measure(comparison, shown);
            report = report(estimator, comparison);
            report.warn(operators.warnings());
            report.warn(clips.warnings());
            write(report);
            draw(report, comparison, estimator, shown);
        }
        tell(report);
        return judged(report, gates);
    }

    private void draw(EvaluationReport report, ClipComparison comparison, OpticalFlow estimator, Progress shown)
            throws InterruptedException {
        if (page != null) {
            new EvaluationPage(reference, degraded, reading.choice(), restored, estimator)
                    .write(
                            ReportFolder.renewed("--report", page),
                            report.asMap(),
                            comparison.series(),
                            comparison.cuts(),
                            shown.ofPage())
                    .forEach(remarks::say);
        }
    }

    private ToldOperators operators() {
        if (degraded == null) {
            return ToldOperators.none(restored);
        }
        return operator.named()
                ? ToldOperators.said(operator, reading.choice(), seed, restored)
                : ToldOperators.beside(restored, degraded);
    }

    private void refuseNonsense() {
        var names = new HashSet<String>();
        for (String clip : restored) {
            if (!names.add(clip)) {
                throw new UsageError("--restored: names " + clip + " twice", "name each clip once");
            }
        }
        if (operator.named() && degraded == null) {
            throw new UsageError(
                    "--task: what damaged a clip is of use only beside the damaged clip",
                    "name it with --degraded, or leave --task out");
        }
        refuseTarget("--json", json == null || json.equals(STANDARD_OUTPUT) ? null : Path.of(json));
        if (csv != null && csv.toString().equals(STANDARD_OUTPUT)) {
            throw new UsageError("--csv -: expects a file", "--json - is what can be told on standard output");
        }
        refuseTarget("--csv", csv);
        if (page != null) {
            ReportFolder.renewed("--report", page);
        }
    }

    private void refuseTarget(String option, @Nullable Path target) {
        if (target == null) {
            return;
        }
        String name = target.toString();
        if (name.equals(reference) || name.equals(degraded) || restored.contains(name)) {
            throw new UsageError(option + " " + name + ": is one of the clips", "name another file for the report");
        }
        ReportFile.requireWritable(target);
    }

    private EvaluationReport report(OpticalFlow estimator, ClipComparison comparison) {
        var report = new EvaluationReport(setting(estimator, comparison, origin(comparison)));
        List<Map<String, Double>> means = comparison.means();
        List<Map<String, double[]>> series = comparison.series();
        for (int clip = 0; clip < means.size(); clip++) {
            report.add(restored.get(clip), means.get(clip), series.get(clip));
        }
        report.warn(Displaced.warnings(restored, comparison));
        return report;
    }

    private EvaluationReport.Setting setting(
            OpticalFlow estimator, ClipComparison comparison, Map<String, Object> origin) {
        return new EvaluationReport.Setting(
                estimator.name(),
                reference != null,
                degraded != null,
                comparison.measures(),
                comparison.cuts(),
                origin);
    }

    /** What tells a reader of the report which numbers these are. */
    private Map<String, Object> origin(ClipComparison comparison) {
        var origin = new LinkedHashMap<String, Object>();
        origin.put("program", new Zvrd.Version().getVersion()[0]);
        origin.put("arguments", spec.commandLine().getParseResult().originalArgs());
        origin.put("frames", comparison.moments());
        var hashes = new LinkedHashMap<String, String>();
        Stream.concat(Stream.of(reference, degraded), restored.stream())
                .filter(Objects::nonNull)
                .forEach(clip -> hashes.put(clip, SourceHash.of(Path.of(clip))));
        origin.put("sha256", hashes);
        return origin;
    }

    private static void requireMeasured(List<Gate> gates, EvaluationReport.Setting setting) {
        var report = new EvaluationReport(setting);
        for (Gate gate : gates) {
            String why = report.whyNot(gate.measure());
            if (why != null) {
                throw new UsageError(
                        "--fail-if " + gate.text() + ": " + gate.measure() + " cannot be measured, " + why,
                        "leave the bound out, or give what it needs");
            }
        }
    }

    /** What was measured is kept before a page is drawn of it, for which the clips are read once more. */
    private void write(EvaluationReport report) {
        if (csv != null) {
            ReportFile.write(csv, String.join(System.lineSeparator(), report.csv()));
        }
        if (json != null && !STANDARD_OUTPUT.equals(json)) {
            ReportFile.write(Path.of(json), Json.text(report.asMap()));
        }
    }

    private void tell(EvaluationReport report) {
        report.warnings().forEach(line -> remarks.say("warning: " + line));
        if (STANDARD_OUTPUT.equals(json)) {
            remarks.out().println(Json.text(report.asMap()));
        } else {
            report.lines().forEach(remarks.out()::println);
        }
    }

    private int judged(EvaluationReport report, List<Gate> gates) {
        List<String> failures = gates.stream()
                .flatMap(gate -> gate.failures(report.clips()).stream())
                .toList();
        failures.forEach(line -> remarks.insist("zvrd: " + line));
        return (failures.isEmpty() ? ExitCode.DONE : ExitCode.GATE).value();
    }
}
