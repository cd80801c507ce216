package zvrd.app.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import zvrd.media.ReadOptions;
import zvrd.restore.RestoreRequest;
import zvrd.weights.ModelStore;

/** The words of a command line that decide what a restoration becomes, so that they can be said again anywhere. */
public final class JobWords {
    /** Options that decide nothing about the output's bytes, and that may stand beside {@code --from}. */
    static final Set<String> OF_THE_RUN =
            Set.of("--threads", "--max-memory", "--progress", "--json", "--overwrite", "--resume", "--fresh");

    /** Options of the program, which hold for all that is run by it. */
    private static final Set<String> OF_THE_PROGRAM = Set.of("--quiet", "--verbose");

    /** Options that stand elsewhere in a file of provenance, or as what they came to. */
    private static final Set<String> TOLD_OTHERWISE =
            Set.of("--output", "--from", "--start", "--frames", "--precision", "--device");

    private JobWords() {}

    /** What {@code line} says about a job that came to {@code request}. */
    public static List<String> of(ParseResult line, RestoreRequest request) {
        var words = new ArrayList<String>();
        for (OptionSpec option : line.matchedOptions()) {
            String name = option.longestName();
            if (!OF_THE_RUN.contains(name) && !OF_THE_PROGRAM.contains(name) && !TOLD_OTHERWISE.contains(name)) {
                words.addAll(said(option));
            }
        }
        ReadOptions part = request.reading();
        if (part.start() > 0) {
            words.addAll(List.of("--start", Double.toString(part.start())));
        }
        if (part.maxFrames() < Long.MAX_VALUE) {
            words.addAll(List.of("--frames", Long.toString(part.maxFrames())));
        }
        String precision = request.prior().precision().name().toLowerCase(java.util.Locale.ROOT);
        words.addAll(List.of("--precision", precision));
        words.addAll(List.of("--device", request.resources().device().toString()));
        return words;
    }

    /** The options of the run in {@code line}, as they were said. @throws UsageError where others are among them */
    public static List<String> ofTheRun(ParseResult line) {
        var words = new ArrayList<String>();
        for (OptionSpec option : line.matchedOptions()) {
            String name = option.longestName();
            if (OF_THE_RUN.contains(name)) {
                words.addAll(said(option));
            } else if (!OF_THE_PROGRAM.contains(name) && !name.equals("--from") && !name.equals("--output")) {
                throw new UsageError(
                        name + ": --from says that already", "leave it out, or leave out --from and say everything");
            }
        }
        return words;
    }

    /** All options in {@code line} as they were said, but for those of {@code left} and of the program. */
    public static List<String> allBut(ParseResult line, Set<String> left) {
        var words = new ArrayList<String>();
        for (OptionSpec option : line.matchedOptions()) {
            if (!left.contains(option.longestName()) && !OF_THE_PROGRAM.contains(option.longestName())) {
                words.addAll(said(option));
            }
        }
        return words;
    }

    private static List<String> said(OptionSpec option) {
        var words = new ArrayList<String>();
        for (String value : option.stringValues()) {
            words.add(option.longestName());
            if (option.arity().max() > 0) {
                words.add(anywhere(option.longestName(), value));
            }
        }
        return words;
    }

    /** {@code value} with the whole path where it names a file. */
    private static String anywhere(String option, String value) {
        boolean file = switch (option) {
            case "--mask" -> MaskSource.isClip(value);
            case "--kernel" -> KernelChoice.isFile(value);
            case "--operator-path" -> true;
            case "--model" -> ModelStore.standard().find(value).isEmpty() && Files.exists(Path.of(value));
            default -> false;
        };
        return file ? Path.of(value).toAbsolutePath().toString() : value;
    }
}
