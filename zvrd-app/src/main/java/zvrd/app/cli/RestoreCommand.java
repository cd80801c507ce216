package zvrd.app.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import zvrd.ExitCode;

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
            description =
                    "Clips: files, folders of numbered images, patterns such as frames/%%04d.png, or folders with clips in"
                            + " them and below.")
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

    @ArgGroup(validate = false, heading = "%nAfter an interruption:%n", order = 8)
    private KeptWork kept = new KeptWork();

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
        var clip = new ClipRun(remarks, job, writing, kept, progress);
        if (!Outputs.several(inputs)) {
            String input = inputs.get(0);
            tell(Batch.told(input, output, ExitCode.DONE.value(), clip.restore(input, output, job.part())));
            return ExitCode.DONE.value();
        }
        var batch = new Batch(errors);
        batch.run(outputs, (input, target) -> clip.restore(input, target, job.part()));
        tell(batch.summary());
        batch.requireAllDone();
        return ExitCode.DONE.value();
    }

    private void tell(Map<String, Object> facts) {
        if (json) {
            remarks.out().println(Json.text(facts));
        }
    }
}
