package zvrd.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.backbone.Preset;
import zvrd.media.ClipTree;
import zvrd.media.ReadOptions;
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
            "What is in DIR already is not restored again, and an interrupted run goes on.",
            "Example: zvrd reproduce sr --clips clean/ -o tables/sr --model adm-256 --preset paper"
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final String LOW = "low";
    private static final String NORMAL = "normal";

    private final Remarks remarks;
    private final ErrorLines errors;
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

    @Option(names = "--json", description = "Tell it as JSON on standard output instead of a table.")
    private boolean json;

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    ReproduceCommand(Remarks remarks, ErrorLines errors, ModelStore store) {
        this.remarks = remarks;
        this.errors = errors;
        this.store = store;
    }

    @Override
    public Integer call() throws Exception {
        PaperTable wanted = PaperTable.parse(table);
        if (frames < 1) {
            throw new UsageError("--frames expects 1 or more, got " + frames, "leave it out for all");
        }
        Path folder = Outputs.folder(output);
        var report = new ReproductionReport(wanted, model, preset.word());
        for (Map.Entry<String, Path> clip : named(wanted, folder).entrySet()) {
            measure(wanted, clip.getKey(), clip.getValue(), folder, report);
        }
        String text = Json.text(report.asMap());
        ReportFile.write(folder.resolve(wanted + ".json"), text);
        ReportFile.write(folder.resolve(wanted + ".md"), String.join(System.lineSeparator(), report.markdown()));
        if (json) {
            remarks.out().println(text);
        } else {
            report.table().forEach(remarks.out()::println);
        }
        return ExitCode.DONE.value();
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

    private void measure(PaperTable wanted, String name, Path clip, Path folder, ReproductionReport report)
            throws Exception {
        Path place =
                Outputs.folder(folder.resolve(wanted.toString()).resolve(name).toString());
        Path clean = place.resolve("clean.mkv");
        Path damaged = place.resolve("damaged.mkv");
        prepare(wanted, clip, clean, damaged);
        var rows = new LinkedHashMap<String, String>();
        for (Trial trial : wanted.trials()) {
            trial.run(damaged, place, common(wanted), remarks, errors);
            rows.put(trial.label(), trial.output(place).toString());
        }
        rivals.forEach(
                (rival, outputs) -> rows.put(rival, rival(rival, outputs, name).toString()));
        List<String> outputs = List.copyOf(rows.values());
        try (Progress shown = remarks.progress(measuring.progress())) {
            report.add(
                    name,
                    List.copyOf(rows.keySet()),
                    ClipMeasures.of(
                            clean.toString(),
                            ReadOptions.ALL,
                            outputs,
                            measuring.flow(),
                            store,
                            measuring.threads(),
                            shown));
        }
        remarks.say(name + ": measured");
    }

    private void prepare(PaperTable wanted, Path clip, Path clean, Path damaged) throws Exception {
        var part = new ReadOptions(0, frames, false);
        if (wanted.isOfPairs()) {
            PaperFrames.write(half(clip, NORMAL), part, clean);
            PaperFrames.write(half(clip, LOW), part, damaged);
            return;
        }
        PaperFrames.write(clip, part, clean);
        var words = new ArrayList<>(wanted.words());
        words.addAll(List.of("--output", damaged.toString(), "--overwrite", "--progress", "none", clean.toString()));
        var degrade = new DegradeCommand(remarks);
        Zvrd.configured(new CommandLine(degrade)).parseArgs(words.toArray(String[]::new));
        degrade.call();
    }

    /** The clip called {@code half}, a folder or a file, in {@code pair}. */
    private static Path half(Path pair, String half) {
        return found(pair, half, pair + ": a clip called " + half + " expected in it, for --clips of lowlight");
    }

    private static Path rival(String rival, Path outputs, String name) {
        return found(outputs, name, "--rival " + rival + ": a clip called " + name + " expected in " + outputs);
    }

    private static Path found(Path folder, String name, String expected) {
        if (Files.isDirectory(folder)) {
            for (Path clip : ClipTree.clips(folder, folder.resolve("nothing"))) {
                if (Outputs.stem(clip.toString()).equals(name)) {
                    return clip;
                }
            }
        }
        throw new UserError(ExitCode.INPUT, expected + ", found none", "bring it there, or leave this row out");
    }

    private List<String> common(PaperTable wanted) {
        var words = new ArrayList<>(wanted.words());
        words.addAll(List.of("--model", model, "--preset", preset.word()));
        words.addAll(List.of("--threads", Integer.toString(measuring.threads())));
        words.addAll(List.of("--progress", measuring.progress().toString()));
        return words;
    }
}
