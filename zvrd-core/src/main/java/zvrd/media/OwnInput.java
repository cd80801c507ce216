package zvrd.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** Outputs that would replace the clip they are made from, or come to stand among its pictures. */
final class OwnInput {
    private OwnInput() {}

    /**
     * Refuses {@code output} where writing it takes a file of {@code input} away, or adds a picture to its folder.
     *
     * @throws UserError with exit code 6
     */
    static void refuse(Path output, Path input) {
        try {
            if (isAmong(output, input)) {
                throw new UserError(
                        ExitCode.OUTPUT,
                        output + ": would come to stand among the pictures of the input itself",
                        "choose another folder for the output, or name the input by a pattern");
            }
            Set<Path> sources = new HashSet<>();
            for (Path file : files(input)) {
                sources.add(file.toRealPath());
                sources.add(entry(file));
            }
            Path lost = lost(output, sources);
            if (lost != null) {
                throw new UserError(
                        ExitCode.OUTPUT,
                        output + ": is the input itself"
                                + (lost.endsWith(output) ? "" : ", " + lost + " would be lost"),
                        "choose another name for the output");
            }
        } catch (IOException unknown) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    output + ": cannot be looked at (" + unknown.getMessage() + ")",
                    "check its permissions",
                    unknown);
        }
    }

    private static @Nullable Path lost(Path output, Set<Path> sources) throws IOException {
        if (Files.isDirectory(output)) {
            Path folder = output.toRealPath();
            return sources.stream()
                    .filter(s -> s.startsWith(folder))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
        for (Path file : isPattern(output) ? ImageSequence.matching(output) : files(output)) {
            if (sources.contains(file.toRealPath()) || sources.contains(entry(file))) {
                return file;
            }
        }
        return null;
    }

    private static boolean isAmong(Path output, Path input) throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        return Files.isDirectory(input)
                && !Files.isDirectory(output)
                && ImageSequence.isPicture(output)
                && folder != null
                && Files.isDirectory(folder)
                && Files.isSameFile(folder, input);
    }

    private static List<Path> files(Path source) {
        if (Files.isDirectory(source)) {
            return ImageSequence.list(source);
        }
        if (Files.exists(source)) {
            return List.of(source);
        }
        return ImageSequence.matching(source);
    }

    /** A pattern's name may itself be an existing file's, which reading prefers and writing does not. */
    private static boolean isPattern(Path output) {
        return ImageSequence.isPattern(output) && !VideoFile.accepts(output);
    }

    /** The file as its folder lists it, without following it if it is a link. */
    private static Path entry(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    }
}
