package zvrd.app.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.ErrorLines;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.option.JobOptions;
import zvrd.app.option.JobWords;
import zvrd.app.option.RunOptions;
import zvrd.app.option.UsageError;

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
            arity = "0..*",
            paramLabel = "IN",
            description =
                    "Clips: files, folders of numbered images, patterns such as frames/%%04d.png, or folders with clips in"
                            + " them and below.")
    private List<String> inputs = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Where it goes: .mkv, .mp4, a folder or a pattern; a folder where there are several IN.")
    private @Nullable String output;

    @Option(
            names = "--from",
            paramLabel = "FILE.zvrd.json",
            description = "Do the job again that this file beside an output tells of; the same bytes come out.")
    private @Nullable Path from;

    @Mixin
    private JobOptions job = new JobOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Provenance repeated;

    RestoreCommand(Remarks remarks, ErrorLines errors) {
        this.remarks = remarks;
        this.errors = errors;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (from != null) {
            return repeat(from);
        }
        String target = output;
        if (inputs.isEmpty() || target == null) {
            throw new UsageError((inputs.isEmpty() ? "IN" : "--output") + ": is missing", "see zvrd restore --help");
        }
        Map<String, String> outputs = Outputs.of(inputs, target);
        ClipRun clip = clip();
        if (!Outputs.several(inputs, target)) {
            tell(alone(clip, inputs.get(0), target));
            return ExitCode.DONE.value();
        }
        var batch = new Batch(errors);
        batch.run(outputs, (input, place) -> clip.restore(input, place, job.part()));
        tell(batch.summary());
        batch.requireAllDone();
        return ExitCode.DONE.value();
    }

    /** What came of one clip; where it failed, that is told too before the error is. */
    private Map<String, Object> alone(ClipRun clip, String input, String target) throws InterruptedException {
        try {
            return Batch.told(input, target, ExitCode.DONE.value(), clip.restore(input, target, job.part()));
        } catch (UserError failed) {
            Map<String, Object> error = Map.of("error", String.valueOf(failed.getMessage()));
            tell(Batch.told(input, target, failed.code().value(), error));
            throw failed;
        }
    }

    /** Runs the command line that {@code file} tells of, with this one's options of the run. */
    private int repeat(Path file) throws InterruptedException {
        if (!inputs.isEmpty()) {
            throw new UsageError(inputs.get(0) + ": --from says what is read", "leave it out");
        }
        Provenance told = Provenance.read(file);
        var words = new ArrayList<>(told.arguments());
        words.addAll(JobWords.ofTheRun(spec.commandLine().getParseResult()));
        words.addAll(List.of("--output", output == null ? told.output() : output, "--", told.input()));
        RestoreCommand again = told(file, words);
        again.repeated = told;
        return again.call();
    }

    private RestoreCommand told(Path file, List<String> words) {
        try {
            return of(words, remarks, errors);
        } catch (ParameterException wrong) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--from " + file + ": its arguments are not understood: " + wrong.getMessage(),
                    "it was written by another version, or changed",
                    wrong);
        }
    }

    /** The command that {@code words} say. */
    static RestoreCommand of(List<String> words, Remarks remarks, ErrorLines errors) {
        var command = new RestoreCommand(remarks, errors);
        Zvrd.configured(new CommandLine(command)).parseArgs(words.toArray(String[]::new));
        return command;
    }

    /**
     * Restores the one clip that was named, unless this very job was done before, whatever may be overwritten; the facts of
     * it.
     */
    Map<String, Object> unlessDone() throws InterruptedException {
        return clip().restoreUnlessDone(inputs.get(0), requireNonNull(output), job.part());
    }

    /** What decides it. */
    JobOptions job() {
        return job;
    }

    private ClipRun clip() {
        return new ClipRun(remarks, job, run, spec.commandLine().getParseResult(), repeated);
    }

    private void tell(Map<String, Object> facts) {
        if (run.json()) {
            remarks.out().println(Json.text(facts));
        }
    }
}
