package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import zvrd.media.ReadOptions;
import zvrd.restore.Doubts;
import zvrd.restore.RestoreRequest;
import zvrd.restore.RestoreSummary;
import zvrd.restore.StepListener;
import zvrd.restore.VideoRestorer;

/** Restores one clip by the options of a command line, says how far it is and what came of it. */
final class ClipRun {
    private final Remarks remarks;
    private final JobOptions job;
    private final WritingOptions writing;
    private final KeptWork kept;
    private final ProgressMode mode;

    ClipRun(Remarks remarks, JobOptions job, WritingOptions writing, KeptWork kept, ProgressMode mode) {
        this.remarks = remarks;
        this.job = job;
        this.writing = writing;
        this.kept = kept;
        this.mode = mode;
    }

    /** Restores {@code part} of {@code input} to {@code output}; the facts of it. */
    Map<String, Object> restore(String input, String output, ReadOptions part) throws InterruptedException {
        try (OperatorChoice operators = job.operators(part);
                Progress shown = remarks.progress(mode)) {
            RestoreRequest request = job.request(
                    Path.of(input),
                    part,
                    Path.of(output),
                    writing.choice(OptionalInt.empty()),
                    operators,
                    job.operator().sigma());
            var doubts = new ArrayList<String>();
            Runnable look = () -> {
                doubts.addAll(Doubts.of(request));
                doubts.forEach(doubt -> remarks.say("warning: " + input + ": " + doubt));
            };
            kept.prepare(Path.of(output));
            RestoreSummary summary = VideoRestorer.run(request, listener(shown, part.maxFrames(), look));
            shown.end();
            say(output, summary);
            return facts(summary, doubts);
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

            @Override
            public void found(int frames) {
                shown.found(frames);
            }
        };
    }

    private void say(String output, RestoreSummary summary) {
        String explained = summary.sigma() > 0
                ? String.format(Locale.ROOT, "noise of %.1f levels assumed", summary.sigma())
                : String.format(Locale.ROOT, "the input is explained within %.2f levels", summary.consistency());
        remarks.say(String.format(
                Locale.ROOT,
                "%s: %d frames by %s of %s in %s, %.2f s a frame; %s",
                output,
                summary.frames(),
                summary.backbone(),
                summary.model(),
                Advance.clock(summary.seconds()),
                summary.seconds() / Math.max(1, summary.frames()),
                explained));
    }

    private static Map<String, Object> facts(RestoreSummary summary, List<String> doubts) {
        var map = new LinkedHashMap<String, Object>();
        map.put("summary", summary);
        map.put("warnings", doubts);
        return map;
    }
}
