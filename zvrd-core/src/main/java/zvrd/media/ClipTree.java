package zvrd.media;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * The clips in a folder and the folders below it: files named like video, and folders of pictures. Where a film lies, the
 * pictures beside it are posters and stills, and no clip. Hidden ones and work that is kept are left out.
 */
public final class ClipTree {
    private static final Set<String> VIDEO = Set.of(
            "mkv", "mp4", "m4v", "mov", "webm", "avi", "mpg", "mpeg", "m2v", "vob", "ts", "mts", "m2ts", "mxf", "wmv",
            "asf", "flv", "f4v", "3gp", "3g2", "ogv", "ogm", "dv", "y4m", "rm", "rmvb", "gif", "apng");

    /** How folders are called that keep the work on an output; no clips are in them. */
    public static final String WORK_ENDING = ".zvrd-work";

    private static final int DEEP = 64; // no archive is deeper

    private ClipTree() {}

    /**
     * Whether {@code path} is a folder that is no clip itself, as it holds a film or no picture.
     *
     * @param without a film that does not count, such as the output of an earlier run
     */
    public static boolean isTree(Path path, Path without) {
        return Files.isDirectory(path) && !isClip(path, without.toAbsolutePath().normalize());
    }

    /**
     * The clips below {@code root}, in the order of their paths.
     *
     * @param without a folder that is not looked into, such as the one results go to
     * @throws UserError exit 3 where there is none, or a folder cannot be read
     */
    public static List<Path> clips(Path root, Path without) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(
                    root,
                    Set.of(FileVisitOption.FOLLOW_LINKS),
                    DEEP,
                    new Search(found, without.toAbsolutePath().normalize()));
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.INPUT,
                    root + ": this folder cannot be read (" + cause.getMessage() + ")",
                    "check its permissions",
                    cause);
        }
        if (found.isEmpty()) {
            throw new UserError(
                    ExitCode.INPUT,
                    root + ": no picture and no clip in this folder or below it",
                    "name a clip, or a folder that holds clips or numbered pictures");
        }
        return found.stream().sorted().toList();
    }

    private static boolean isClip(Path folder, Path without) {
        List<Path> files = ImageSequence.list(folder);
        return files.stream().anyMatch(ImageSequence::isPicture)
                && files.stream()
                        .filter(ClipTree::isFilm)
                        .allMatch(film -> film.toAbsolutePath().normalize().equals(without));
    }

    private static boolean isFilm(Path file) {
        return VIDEO.contains(ImageSequence.extension(file));
    }

    private static final class Search extends SimpleFileVisitor<Path> {
        private final List<Path> found;
        private final Path without;

        Search(List<Path> found, Path without) {
            this.found = found;
            this.without = without;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean ours = folder.toAbsolutePath().normalize().equals(without);
            if (ours || hidden(folder) || isWork(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (isClip(folder, without)) {
                found.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!hidden(file) && isFilm(file) && Files.isRegularFile(file)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
            if (cause instanceof FileSystemLoopException) { // a link that leads back up
                return FileVisitResult.CONTINUE;
            }
            return super.visitFileFailed(file, cause);
        }

        private static boolean isWork(Path folder) {
            return String.valueOf(folder.getFileName()).endsWith(WORK_ENDING);
        }

        private static boolean hidden(Path path) {
            String name = String.valueOf(path.getFileName());
            return name.startsWith(".") && !name.equals(".") && !name.equals("..");
        }
    }
}
