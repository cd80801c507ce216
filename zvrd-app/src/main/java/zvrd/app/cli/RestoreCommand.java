package zvrd.app.cli;

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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.ErrorLines;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.job.Batch;
import zvrd.app.job.ClipRun;
import zvrd.app.job.Outputs;
import zvrd.app.job.Provenance;
import zvrd.app.option.JobWords;
import zvrd.app.option.RestoreLine;
import zvrd.app.option.UsageError;
import zvrd.app.option.Words;

/** {@code zvrd restore}: damaged clips in, restored clips out. */
@Command(
        name = "restore",
        sortOptions = false,
        description = "Restores clips with an image prior that was never trained for the task.")
final class RestoreCommand implements Callable<Integer> {
    static final String EXAMPLE = "Example: zvrd restore small.mp4 -o large.mkv --task sr --scale 4";

    private final Remarks remarks;
    private final ErrorLines errors;

    @Mixin
    private RestoreLine line = new RestoreLine();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Provenance repeated;

    RestoreCommand(Remarks remarks, ErrorLines errors) {
        this.remarks = remarks;
        this.errors = errors;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> inputs = line.inputs();
        String target = line.output();
        Path from = line.from();
        if (from != null) {
            return repeat(from);
        }
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
        batch.run(
                outputs, (input, place) -> clip.restore(input, place, line.job().part()));
        tell(batch.summary());
        batch.requireAllDone();
        return ExitCode.DONE.value();
    }

    /** What came of one clip; where it failed, that is told too before the error is. */
    private Map<String, Object> alone(ClipRun clip, String input, String target) throws InterruptedException {
        try {
            return Batch.told(
                    input,
                    target,
                    ExitCode.DONE.value(),
                    clip.restore(input, target, line.job().part()));
        } catch (UserError failed) {
            Map<String, Object> error = Map.of("error", String.valueOf(failed.getMessage()));
            tell(Batch.told(input, target, failed.code().value(), error));
            throw failed;
        }
    }

    /** Runs the command line that {@code file} tells of, with this one's options of the run. */
    private int repeat(Path file) throws InterruptedException {
        if (!line.inputs().isEmpty()) {
            throw new UsageError(line.inputs().get(0) + ": --from says what is read", "leave it out");
        }
        Provenance told = Provenance.read(file);
        var words = new ArrayList<>(told.arguments());
        words.addAll(JobWords.ofTheRun(spec.commandLine().getParseResult()));
        String output = line.output();
        words.addAll(List.of("--output", output == null ? told.output() : output, "--", told.input()));
        RestoreCommand again = told(file, words);
        again.repeated = told;
        return again.call();
    }

    private RestoreCommand told(Path file, List<String> words) {
        try {
            var command = new RestoreCommand(remarks, errors);
            Words.understoodBy(new CommandLine(command)).parseArgs(words.toArray(String[]::new));
            return command;
        } catch (ParameterException wrong) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--from " + file + ": its arguments are not understood: " + wrong.getMessage(),
                    "it was written by another version, or changed",
                    wrong);
        }
    }

    private ClipRun clip() {
        return new ClipRun(remarks, line.job(), line.run(), spec.commandLine().getParseResult(), repeated);
    }

    private void tell(Map<String, Object> facts) {
        if (line.run().json()) {
            remarks.out().println(Json.text(facts));
        }
    }
}
