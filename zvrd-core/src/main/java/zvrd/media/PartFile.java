package zvrd.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/** Work under a temporary name on its target's disk, gone unless published, even when the program is interrupted. */
final class PartFile {
    private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();
    private static final ReentrantLock NAMING = new ReentrantLock();
    private static boolean ending; // guarded by NAMING

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(PartFile::abandonAll, "zvrd-part-files"));
    }

    private static void abandonAll() {
        if (LIVE.isEmpty()) {
            return;
        }
        Child.killAll(); // or an encoder would go on filling a folder that is being deleted
        NAMING.lock();
        try {
            ending = true;
            LIVE.forEach(PartFile::deleteTree);
        } finally {
            NAMING.unlock();
        }
    }

    /** Several steps on files, of which the end of the program sees all or none. */
    @FunctionalInterface
    interface Steps {
        void run() throws IOException;
    }

    /** Runs {@code steps} to their end even if the program is told to end, or not at all if it was before. */
    static void uninterrupted(Steps steps) throws IOException {
        NAMING.lock();
        try {
            if (ending) {
                throw new IOException("the program is ending");
            }
            steps.run();
        } finally {
            NAMING.unlock();
        }
    }

    private final Path path;

    private PartFile(Path path) {
        this.path = path;
    }

    /** A name in {@code folder}, which lies on the target's disk, that no other process uses; nothing is created. */
    static PartFile in(Path folder, Path target, String purpose) {
        String plain = String.valueOf(target.toAbsolutePath().getFileName())
                .replace('%', '_'); // FFmpeg would fill a number in
        String name = "." + plain + "." + ProcessHandle.current().pid() + "." + purpose;
        PartFile part = new PartFile(folder.toAbsolutePath().resolve(name));
        LIVE.add(part.path);
        return part;
    }

    /** The same in the folder of {@code target} itself. */
    static PartFile beside(Path target, String purpose) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(target + " lies in no folder");
        }
        return in(folder, target, purpose);
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
    void publish(Path target, boolean overwrite) throws IOException {
        publish(path, target, overwrite);
        LIVE.remove(path);
    }

    /**
     * Makes the file {@code from} durable and gives it another name on the same disk at once.
     *
     * @throws UserError with exit code 6 if {@code target} has come to exist and may not be overwritten
     */
    static void publish(Path from, Path target, boolean overwrite) throws IOException {
        sync(from);
        if (overwrite || !linked(from, target)) {
            requireWritable(target, overwrite);
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        WholeFile.syncFolder(target.toAbsolutePath().getParent());
    }

    /** A second name fails where a file has it, which renaming would replace; some file systems know none. */
    private static boolean linked(Path from, Path target) throws IOException {
        try {
            Files.createLink(target, from);
        } catch (FileAlreadyExistsException taken) {
            requireWritable(target, false);
            return false; // gone again
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
        Files.delete(from);
        return true;
    }

    /** Makes a file, or a folder and what is in it, durable. */
    static void sync(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(each)) {
                    WholeFile.syncFolder(each);
                } else {
                    force(each);
                }
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Leaves the work where it is, for the user to find. */
    void keep() {
        LIVE.remove(path);
    }

    /** Deletes the work if it is still there. */
    void discard() {
        deleteTree(path);
        LIVE.remove(path);
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
