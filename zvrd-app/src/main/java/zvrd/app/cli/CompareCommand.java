package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.app.console.Progress;
import zvrd.app.console.Remarks;
import zvrd.app.option.MeasuringOptions;
import zvrd.app.option.UsageError;
import zvrd.app.report.ComparisonPage;
import zvrd.app.report.ReportFolder;
import zvrd.app.report.ShownClip;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.weights.ModelStore;

/** {@code zvrd compare}: clips beside each other in a page that opens from disk. */
@Command(
        name = "compare",
        sortOptions = false,
        description =
                "Shows clips beside each other in a page for a browser: a slider, differences, x-t slices, heat maps and curves.",
        footer = {"", "Example: zvrd compare small.mkv restored.mkv --reference clean.mkv -o look"})
final class CompareCommand implements Callable<Integer> {
    private static final int MOST_CLIPS = 7; // with a reference there is a colour for each

    private final Remarks remarks;
    private final ModelStore store;

    @Parameters(
            arity = "1..*",
            paramLabel = "CLIP",
            description = "Clips of the same frames: files, folders of numbered images, or patterns; of any sizes.")
    private List<String> clips = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "A new folder; the page is DIR/index.html.")
    private String output = "";

    @Option(
            names = "--reference",
            paramLabel = "REF",
            description = "The clean clip: shown too, and the others are measured by it and along its motion.")
    private @Nullable String reference;

    @Option(
            names = {"-y", "--overwrite"},
            description = "Replace a page that exists.")
    private boolean overwrite;

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    CompareCommand(Remarks remarks, ModelStore store) {
        this.remarks = remarks;
        this.store = store;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<ShownClip> shown = shown();
        ReportFolder folder = ReportFolder.at("-o", Path.of(output), overwrite);
        List<String> told;
        try (OpticalFlow estimator = OpticalFlows.create(measuring.flow(), measuring.threads(), store);
                Progress view = remarks.progress(measuring.progress())) {
            told = new ComparisonPage(shown, reference != null, estimator, measuring.threads())
                    .write(folder, view.ofPage());
        }
        told.forEach(remarks::say);
        remarks.say(folder.page() + ": open it in a browser");
        return ExitCode.DONE.value();
    }

    private List<ShownClip> shown() {
        var names = new ArrayList<String>();
        if (reference != null) {
            names.add(reference);
        }
        names.addAll(clips);
        if (names.size() < 2 || clips.size() > MOST_CLIPS) {
            throw new UsageError(
                    "compare: 2 to " + MOST_CLIPS + " clips expected, got " + clips.size(),
                    "name another clip, or a --reference to compare one with");
        }
        var seen = new HashSet<String>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new UsageError("compare: " + name + " is named twice", "name each clip once");
            }
        }
        return names.stream().map(ShownClip::whole).toList();
    }
}
