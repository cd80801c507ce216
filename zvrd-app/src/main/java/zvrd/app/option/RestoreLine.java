package zvrd.app.option;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** What a command line of {@code zvrd restore} says: of which clips, to where, and what decides it. */
@Command(name = "restore", sortOptions = false)
public final class RestoreLine {
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

    private @Nullable ParseResult parsed;

    /**
     * The line that consists of {@code words}, without the command's name.
     *
     * @throws ParameterException where they are none
     */
    public static RestoreLine of(List<String> words) {
        var line = new RestoreLine();
        line.parsed = Words.understoodBy(new CommandLine(line)).parseArgs(words.toArray(String[]::new));
        return line;
    }

    /** Files, folders or patterns, as named; empty where none was. */
    public List<String> inputs() {
        return inputs;
    }

    /** Where it goes, as named. */
    public @Nullable String output() {
        return output;
    }

    /** The file beside an output whose job is to be done again. */
    public @Nullable Path from() {
        return from;
    }

    /** What decides the restoration. */
    public JobOptions job() {
        return job;
    }

    /** How it is written and told of. */
    public RunOptions run() {
        return run;
    }

    /** Which words were said, of a line that {@link #of} read. @throws NullPointerException for another */
    public ParseResult parsed() {
        return requireNonNull(parsed, "a line within a command is read by that command");
    }
}
