package zvrd.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zvrd.ExitCode;
import zvrd.app.console.Json;
import zvrd.app.console.Progress;
import zvrd.app.console.Remarks;
import zvrd.app.console.ReportFile;
import zvrd.app.job.Outputs;
import zvrd.app.measure.ClipMeasurement;
import zvrd.app.option.JobOptions;
import zvrd.app.option.KeptWork;
import zvrd.app.option.MeasuringOptions;
import zvrd.app.option.RestoreLine;
import zvrd.app.option.UsageError;
import zvrd.app.paper.PaperClip;
import zvrd.app.paper.PaperFrames;
import zvrd.app.paper.PaperTable;
import zvrd.app.paper.Rivals;
import zvrd.app.paper.Trial;
import zvrd.app.report.ClipMeasures;
import zvrd.app.report.ReproductionReport;
import zvrd.backbone.Preset;
import zvrd.media.ClipTree;
import zvrd.media.ReadOptions;
import zvrd.media.VideoInfo;
import zvrd.weights.ModelStore;

/** {@code zvrd reproduce}: a table of the paper, by its protocol, on a folder of clean clips. */
@Command(
        name = "reproduce",
        sortOptions = false,
        description =
                "Runs the protocol of a table of the paper on clean clips and prints the paper's rows beside ours.",
        footer = {
            "",
            "Clips are cut to their middle square and resized to 256 pixels, damaged, restored and measured.",
            "What the same build made by the same options is not restored again, and an interrupted run goes on.",
            "Example: zvrd reproduce sr --clips clean/ -o tables/sr --model adm-256 --preset paper"
        })
final class ReproduceCommand implements Callable<Integer> {
    private final Remarks remarks;
    private final ModelStore store;

    @Parameters(paramLabel = "TABLE", description = "sr, colorize, lowlight, denoise, deblur, inpaint or ablation.")
    private String table = "";

    @Option(
            names = "--clips",
            required = true,
            paramLabel = "DIR",
            description =
                    "Clean clips: files and folders of numbered images. For lowlight, folders with low and normal in"
                            + " each.")
    private Path clips = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "A folder for clips and the table; made if it is not there.")
    private String output = "";

    @Option(names = "--model", paramLabel = "NAME|FILE", description = "The prior. Default: builtin.")
    private String model = "builtin";

    @Option(names = "--preset", paramLabel = "draft|balanced|paper", description = "How much work. Default: balanced.")
    private Preset preset = Preset.BALANCED;

    @Option(names = "--frames", paramLabel = "N", description = "Of every clip, so many at most.")
    private long frames = Long.MAX_VALUE;

    @Option(
            names = "--rival",
            paramLabel = "NAME=DIR",
            description = "A row more: another tool's outputs, one for each clip and named like it.")
    private Map<String, Path> rivals = Map.of();

    @Option(
            names = {"-y", "--overwrite"},
            description = "Replace clips of other options in DIR.")
    private boolean overwrite;

    @ArgGroup(validate = false, heading = "%nAfter an interruption:%n", order = 8)
    private KeptWork kept = new KeptWork();

    @Option(names = "--json", description = "Tell it as JSON on standard output instead of a table.")
    private boolean json;

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ReproduceCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Override
    public Integer call() throws Exception {
        PaperTable wanted = PaperTable.parse(table);
        if (frames < 1) {
            throw new UsageError("--frames expects 1 or more, got " + frames, "leave it out for all");
        }
        List<String> labels = Stream.concat(
                        Stream.of(wanted.input()), wanted.trials().stream().map(Trial::label))
                .toList();
        var others = new Rivals(rivals, said("--rival"), labels);
        try (var measurement = new ClipMeasurement(measuring.flow(), store, measuring.threads())) {
            Path folder = Outputs.folder(output);
            var report = new ReproductionReport(protocol(wanted, measurement.flow()));
            Map<PaperClip, Map<String, VideoInfo>> all = looked(wanted, folder, others);
            prepare(all);
            for (PaperClip clip : all.keySet()) {
                measure(wanted, clip, all.getOrDefault(clip, Map.of()), measurement, report);
            }
            tell(report, folder.resolve(wanted + ".json"), folder.resolve(wanted + ".md"));
        }
        return ExitCode.DONE.value();
    }

    private int said(String option) {
        OptionSpec found = spec.commandLine().getParseResult().matchedOption(option);
        return found == null ? 0 : found.originalStringValues().size();
    }

    private ReproductionReport.Protocol protocol(PaperTable wanted, String flow) {
        var job = new LinkedHashMap<String, Object>();
        job.put("preset", preset.word());
        job.put("model", model);
        job.put("flow", flow);
        if (frames < Long.MAX_VALUE) {
            job.put("frames", frames);
        }
        return new ReproductionReport.Protocol(
                wanted.toString(),
                PaperFrames.SIDE + "², " + wanted.damage(),
                wanted.others(model, preset, flow),
                wanted.paper(),
                job);
    }

    private void tell(ReproductionReport report, Path asJson, Path asMarkdown) {
        String text = Json.text(report.asMap());
        ReportFile.write(asJson, text);
        ReportFile.write(asMarkdown, String.join(System.lineSeparator(), report.markdown()));
        if (json) {
            remarks.out().println(text);
        } else {
            report.table().forEach(remarks.out()::println);
        }
    }

    /** The clips, by names that are their own; of pairs the folders that hold them. */
    private Map<String, Path> named(PaperTable wanted, Path folder) {
        var named = new LinkedHashMap<String, Path>();
        for (Path clip : ClipTree.clips(clips, folder)) {
            Path whole = wanted.isOfPairs() && clip.getParent() != null ? clip.getParent() : clip;
            String name = Outputs.stem(whole.toString());
            Path before = named.put(name, whole);
            if (before != null && !before.equals(whole)) {
                throw new UsageError("--clips: two are called " + name, "rename one of " + before + " and " + whole);
            }
        }
        return named;
    }

    /** All clips with what rivals made of them, each opened once, so that none of them fails after hours. */
    private Map<PaperClip, Map<String, VideoInfo>> looked(PaperTable wanted, Path folder, Rivals others) {
        var looked = new LinkedHashMap<PaperClip, Map<String, VideoInfo>>();
        named(wanted, folder).forEach((name, source) -> {
            var clip = new PaperClip(wanted, name, source, folder);
            clip.look(part());
            looked.put(clip, others.look(name));
        });
        return looked;
    }

    /** Makes all clips clean and damaged, or touches nothing where one of them may not be replaced. */
    private void prepare(Map<PaperClip, Map<String, VideoInfo>> all) throws IOException, InterruptedException {
        try {
            for (Map.Entry<PaperClip, Map<String, VideoInfo>> clip : all.entrySet()) {
                Rivals.requireFrames(
                        clip.getValue(), clip.getKey().make(part(), line -> DegradeCommand.run(line, remarks)));
                if (!overwrite) {
                    clip.getKey().requireSame();
                }
            }
            for (PaperClip clip : all.keySet()) {
                clip.publish();
            }
        } finally {
            for (PaperClip clip : all.keySet()) {
                clip.tidy();
            }
        }
    }

    private void measure(
            PaperTable wanted,
            PaperClip clip,
            Map<String, VideoInfo> others,
            ClipMeasurement measurement,
            ReproductionReport report)
            throws InterruptedException {
        var rows = new LinkedHashMap<String, String>();
        rows.put(wanted.input(), clip.input().toString());
        List<String> words = common(wanted);
        for (Trial trial : wanted.trials()) {
            trial.run(clip.damaged(), clip.place(), words, remarks);
            rows.put(trial.label(), trial.output(clip.place()).toString());
        }
        others.forEach((rival, info) -> rows.put(rival, info.path().toString()));
        JobOptions job = RestoreLine.of(words).job();
        try (Progress shown = remarks.progress(measuring.progress())) {
            ClipMeasures.Together measured = measurement.of(
                    clip.clean().toString(),
                    clip.damaged().toString(),
                    ReadOptions.ALL,
                    List.copyOf(rows.values()),
                    job,
                    shown);
            measured.warnings().forEach(line -> remarks.say("warning: " + line));
            report.add(clip.name(), List.copyOf(rows.keySet()), measured);
        }
        remarks.say(clip.name() + ": measured");
    }

    private ReadOptions part() {
        return new ReadOptions(0, frames, false);
    }

    private List<String> common(PaperTable wanted) {
        var words = new ArrayList<>(wanted.words());
        words.addAll(List.of("--model", model, "--preset", preset.word()));
        words.addAll(List.of("--threads", Integer.toString(measuring.threads())));
        words.addAll(List.of("--progress", measuring.progress().toString()));
        if (overwrite) {
            words.add("--overwrite");
        }
        if (kept.fresh()) {
            words.add("--fresh");
        }
        return words;
    }
}
