package zvrd.app.job;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import zvrd.app.console.Advance;
import zvrd.app.console.Progress;
import zvrd.app.console.Remarks;
import zvrd.app.machine.Machine;
import zvrd.app.option.JobOptions;
import zvrd.app.option.JobWords;
import zvrd.app.option.OperatorChoice;
import zvrd.app.option.RunOptions;
import zvrd.journal.JobIdentity;
import zvrd.journal.Unexplained;
import zvrd.journal.WorkFolder;
import zvrd.media.ReadOptions;
import zvrd.media.SourceHash;
import zvrd.restore.Doubts;
import zvrd.restore.RestoreRequest;
import zvrd.restore.RestoreSummary;
import zvrd.restore.VideoRestorer;

/** Restores one clip by the options of a command line, says how far it is and what came of it. */
public final class ClipRun {
    /** What the library has checked of an output that has its name. */
    private static final List<String> VERIFIED = List.of(
            "finite and not constant pixels", "size", "every frame and its time", "every copied packet", "chapters");

    private final Remarks remarks;
    private final JobOptions job;
    private final RunOptions run;
    private final ParseResult line;
    private final @Nullable Provenance repeated;

    /**
     * Runs of {@code job}.
     *
     * @param line the command line it was read from
     * @param repeated the job that it must be again; null for any
     */
    public ClipRun(Remarks remarks, JobOptions job, RunOptions run, ParseResult line, @Nullable Provenance repeated) {
        this.remarks = remarks;
        this.job = job;
        this.run = run;
        this.line = line;
        this.repeated = repeated;
    }

    /**
     * Restores {@code part} of {@code input} to {@code output}; what this very job made before stays, unless it may be
     * overwritten, and is no error, so that a command that is repeated until it succeeds ends.
     *
     * @return the facts of it; with {@code found} where it was there
     */
    public Map<String, Object> restore(String input, String output, ReadOptions part) throws InterruptedException {
        return restore(input, output, part, !run.writing().overwrites());
    }

    /** The same, whatever may be overwritten. */
    public Map<String, Object> restoreUnlessDone(String input, String output, ReadOptions part)
            throws InterruptedException {
        return restore(input, output, part, true);
    }

    private Map<String, Object> restore(String input, String output, ReadOptions part, boolean maybeDone)
            throws InterruptedException {
        try (OperatorChoice operators = job.operators(part);
                Progress shown = remarks.progress(run.progress())) {
            RestoreRequest request = job.request(
                    Path.of(input),
                    part,
                    Path.of(output),
                    run.writing().choice(OptionalInt.empty()),
                    operators,
                    job.operator().sigma());
            Provenance done = maybeDone ? SameJob.done(request, run.writing().overwrites()) : null;
            if (done != null) {
                WorkFolder.discardDone(
                        request.output(), done.identity()); // a run that was killed at its very end may have left it
                remarks.say(output + ": is there already, as these options make it");
                sayWhetherSame(output, done);
                return foundFacts(done);
            }
            var doubts = new ArrayList<String>();
            Runnable look = () -> {
                doubts.addAll(Doubts.of(request));
                doubts.forEach(doubt -> remarks.say("warning: " + input + ": " + doubt));
            };
            if (repeated != null) {
                SameJob.require(repeated, request, remarks);
            }
            run.kept().prepare(Path.of(output));
            var watched = new Watched(
                    shown,
                    part.maxFrames(),
                    look,
                    earlier -> remarks.say(output + ": " + earlier),
                    (summary, identity) ->
                            provenance(request, identity, facts(summary, doubts), summary.unexplained()));
            RestoreSummary summary = VideoRestorer.run(request, watched);
            shown.end();
            say(output, summary);
            return facts(summary, doubts);
        }
    }

    /** Says beside the output where it comes from. */
    private void provenance(
            RestoreRequest request, JobIdentity identity, Map<String, Object> facts, List<Unexplained> unexplained) {
        var more = new LinkedHashMap<>(facts);
        more.put("unexplained", unexplained);
        more.put("threads", request.resources().threads());
        Machine.peakMemory().ifPresent(bytes -> more.put("peak_memory_bytes", bytes));
        more.put("verified", VERIFIED);
        more.put("ended", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        var provenance = new Provenance(
                request.input().toAbsolutePath().toString(),
                request.output().toAbsolutePath().toString(),
                SourceHash.of(request.output()),
                JobWords.of(line, request),
                identity,
                more);
        provenance.write(Provenance.pathOf(request.output()));
        sayWhetherSame(request.output().toString(), provenance);
    }

    private void sayWhetherSame(String output, Provenance made) {
        if (repeated != null) {
            boolean same = repeated.outputSha256().equals(made.outputSha256());
            remarks.say(output + (same ? ": the same bytes as " : ": other bytes than ") + repeated.output());
        }
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

    /** What was told of a job that was done before. */
    private static Map<String, Object> foundFacts(Provenance done) {
        var map = new LinkedHashMap<String, Object>();
        map.put("found", true);
        for (String told : List.of("summary", "warnings")) {
            Object value = done.facts().get(told);
            if (value != null) {
                map.put(told, value);
            }
        }
        return map;
    }

    private static Map<String, Object> facts(RestoreSummary summary, List<String> doubts) {
        var map = new LinkedHashMap<String, Object>();
        map.put("summary", JsonMapper.shared().convertValue(summary, new TypeReference<Map<String, Object>>() {}));
        map.put("warnings", doubts);
        return map;
    }
}
