package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.restore.Doubts;
import zvrd.restore.RestoreRequest;
import zvrd.restore.RestoreSummary;
import zvrd.restore.StepListener;
import zvrd.restore.VideoRestorer;

/** {@code zvrd restore}: damaged clips in, restored clips out. */
@Command(
        name = "restore",
        sortOptions = false,
        description = "Restores clips with an image prior that was never trained for the task.")
final class RestoreCommand implements Callable<Integer> {
    static final String EXAMPLE = "Example: zvrd restore small.mp4 -o large.mkv --task sr --scale 4";

    private final Remarks remarks;
    private final ErrorLines errors;

    @Parameters(
            arity = "1..*",
            paramLabel = "IN",
            description = "Clips: files, folders of numbered images, or patterns such as frames/%%04d.png.")
    private List<String> inputs = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "Where it goes: .mkv, .mp4, a folder or a pattern; a folder where there are several IN.")
    private String output = "";

    @Mixin
    private JobOptions job = new JobOptions();

    @ArgGroup(validate = false, heading = "%nWhat is written:%n", order = 6)
    private WritingOptions writing = new WritingOptions();

    @Option(names = "--progress", paramLabel = "auto|bar|plain|json|none", description = "Default: auto.")
    private ProgressMode progress = ProgressMode.AUTO;

    @Option(names = "--json", description = "Tell what was done as JSON on standard output.")
    private boolean json;

    RestoreCommand(Remarks remarks, ErrorLines errors) {
        this.remarks = remarks;
        this.errors = errors;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> outputs = Outputs.of(inputs, output);
        if (outputs.size() == 1) {
            restore(inputs.get(0), output);
            return ExitCode.DONE.value();
        }
        int failed = 0;
        int done = 0;
        for (Map.Entry<String, String> clip : outputs.entrySet()) {
            try {
                restore(clip.getKey(), clip.getValue());
            } catch (UserError error) {
                if (error.code() == ExitCode.USAGE && done == 0) {
                    throw error; // most likely it would be the same for every clip
                }
                errors.tell(error);
                failed++;
            }
            done++;
        }
        if (failed > 0) {
            throw new UserError(
                    ExitCode.BATCH,
                    failed + " of " + outputs.size() + " clips failed",
                    "mend what the lines above name and run the same command for those");
        }
        return ExitCode.DONE.value();
    }

    private void restore(String input, String target) throws InterruptedException {
        long most = job.part().maxFrames();
        try (OperatorChoice operators = job.operators();
                Progress shown = remarks.progress(progress)) {
            RestoreRequest request = job.request(
                    Path.of(input),
                    Path.of(target),
                    writing.choice(OptionalInt.empty()),
                    operators,
                    job.operator().sigma());
            var doubts = new ArrayList<String>();
            Runnable look = () -> {
                doubts.addAll(Doubts.of(request));
                doubts.forEach(doubt -> remarks.say("warning: " + input + ": " + doubt));
            };
            RestoreSummary summary = VideoRestorer.run(request, listener(shown, most, look));
            shown.end();
            tell(input, target, summary, doubts);
        }
    }

    /** Shows how far the work is, after {@code look} at what was given. */
    private static StepListener listener(Progress shown, long most, Runnable look) {
        return new StepListener() {
            @Override
            public void planned(long frames, int steps, int tiles) {
                look.run();
                shown.begin(Math.min(frames, most), steps);
            }

            @Override
            public void stepped(int first, int frames, int step) {
                shown.step(frames);
            }

            @Override
            public void written(int frame) {
                shown.frame();
            }
        };
    }

    private void tell(String input, String target, RestoreSummary summary, List<String> doubts) {
        if (json) {
            remarks.out().println(Json.text(asMap(input, target, summary, doubts)));
        }
        String explained = summary.sigma() > 0
                ? String.format(Locale.ROOT, "noise of %.1f levels assumed", summary.sigma())
                : String.format(Locale.ROOT, "the input is explained within %.2f levels", summary.consistency());
        remarks.say(String.format(
                Locale.ROOT,
                "%s: %d frames by %s of %s in %s, %.2f s a frame; %s",
                target,
                summary.frames(),
                summary.backbone(),
                summary.model(),
                Advance.clock(summary.seconds()),
                summary.seconds() / Math.max(1, summary.frames()),
                explained));
    }

    private static Map<String, Object> asMap(String input, String target, RestoreSummary summary, List<String> doubts) {
        var map = new LinkedHashMap<String, Object>();
        map.put("input", input);
        map.put("output", target);
        map.put("summary", summary);
        map.put("warnings", doubts);
        return map;
    }
}
