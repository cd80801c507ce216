package zvrd.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import zvrd.ExitCode;
import zvrd.UserError;

/** Work under a temporary name beside its target, gone unless published, even when the program is interrupted. */
final class PartFile {
    private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(PartFile::abandonAll, "zvrd-part-files"));
    }

    private static void abandonAll() {
        if (!LIVE.isEmpty()) {
            Child.killAll(); // or an encoder would go on filling a folder that is being deleted
            LIVE.forEach(PartFile::deleteTree);
        }
    }

    private final Path path;

    private PartFile(Path path) {
        this.path = path;
    }

    /** A name beside {@code target} that no other process uses; nothing is created. */
    static PartFile beside(Path target, String purpose) {
        Path absolute = target.toAbsolutePath();
        String plain = String.valueOf(absolute.getFileName()).replace('%', '_'); // FFmpeg would fill a number in
        String name = "." + plain + "." + ProcessHandle.current().pid() + "." + purpose;
        PartFile part = new PartFile(absolute.resolveSibling(name));
        LIVE.add(part.path);
        return part;
    }

    /** Refuses a target that exists, unless it may be overwritten, and one whose folder does not exist. */
    static void requireWritable(Path target, boolean overwrite) {
        if (Files.exists(target) && (!overwrite || Files.isDirectory(target))) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": exists already" + (Files.isDirectory(target) ? ", and is a folder" : ""),
                    "choose another name" + (Files.isDirectory(target) ? "" : ", or overwrite it with -y"));
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": its folder "
                            + (folder != null && Files.isDirectory(folder) ? "cannot be written to" : "does not exist"),
                    "create the folder, or choose another");
        }
    }

    Path path() {
        return path;
    }

    /** Makes the work durable, file or folder, and gives it its final name at once. */
    void publish(Path target) throws IOException {
        move(path, target);
        LIVE.remove(path);
    }

    /** Makes {@code from}, a file or a folder, durable and gives it another name on the same disk at once. */
    static void move(Path from, Path target) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                sync(each);
            }
        }
        try {
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            Files.move(from, target, StandardCopyOption.REPLACE_EXISTING);
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    /** Deletes the work if it is still there. */
    void discard() {
        deleteTree(path);
        LIVE.remove(path);
    }

    private static void sync(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        try (FileChannel channel =
                FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException refused) {
            if (!folder) {
                throw refused; // some systems cannot sync a folder; a file they can
            }
        }
    }

    /** Deletes a file, or a folder and what is in it; what cannot be deleted is only worth a warning. */
    static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException kept) {
            org.slf4j.LoggerFactory.getLogger(PartFile.class).warn("{} could not be deleted", root, kept);
        }
    }
}
