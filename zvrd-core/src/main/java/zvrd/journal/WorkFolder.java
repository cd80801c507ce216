package zvrd.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;
import zvrd.media.ClipTree;

/**
 * The folder {@code OUTPUT.zvrd-work} beside an output, where a job keeps what it has done until the output is there; one
 * process at a time. What others put into it is left alone.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String JOB = "job.json";
    private static final String SCRATCH = "scratch";
    private static final Pattern SEALED = Pattern.compile("([a-z]+)(?:-(\\d{1,9}))?(?:-\\d)?\\.zvrd");
    private static final Pattern UNFINISHED =
            Pattern.compile("([a-z]+(-\\d{1,9})?(-\\d)?\\.zvrd|\\.job\\.json\\..*)\\.part");
    private static final int DIGEST = 32;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private byte[] digest = new byte[DIGEST];

    private WorkFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** Where the work on {@code output} is kept. */
    public static Path pathOf(Path output) {
        Path absolute = output.toAbsolutePath().normalize();
        String plain = String.valueOf(absolute.getFileName()).replace('%', '_'); // FFmpeg would fill a number in
        return absolute.resolveSibling(plain + ClipTree.WORK_ENDING);
    }

    /**
     * The folder for {@code output}, made if it is not there, and this process's until it is closed.
     *
     * @throws UserError exit 6 where another process is at it, or the folder it is to lie in does not take it
     */
    public static WorkFolder of(Path output) {
        Path folder = pathOf(output);
        Path parent = folder.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new UserError(
                    ExitCode.OUTPUT, output + ": its folder does not exist", "create the folder, or choose another");
        }
        try {
            return swept(locked(folder));
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    output + ": " + folder + " beside it, where the work is kept, cannot be made or written to ("
                            + cause.getMessage() + ")",
                    "choose a folder for the output that exists and can be written to",
                    cause);
        }
    }

    /** {@code work} without what an earlier run did not finish; not held where that fails. */
    private static WorkFolder swept(WorkFolder work) throws IOException {
        try {
            work.sweep();
            return work;
        } catch (IOException | RuntimeException failed) {
            work.release();
            throw failed;
        }
    }

    private static WorkFolder locked(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        while (true) {
            create(folder);
            Object before = key(file);
            FileChannel channel;
            try {
                channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException taken) { // with its folder, by a run that has just ended
                continue;
            }
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new UserError(
                        ExitCode.OUTPUT,
                        folder + ": another run is at this output",
                        "wait until it has ended, or choose another name for the output");
            }
            if (before != null && before.equals(key(file))) { // else it is new, or another one than we opened
                return new WorkFolder(folder, channel, lock);
            }
            channel.close();
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException there) {
            try { // asked once: a folder may go between two questions, when another run ends
                if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                    throw there;
                }
            } catch (NoSuchFileException gone) {
                if (Files.isSymbolicLink(folder)) {
                    throw there;
                }
            }
        }
    }

    /** What tells {@code file} from every other, even of its name; null where it is not there. */
    private static @Nullable Object key(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            return key == null ? file : key; // where it has none, no file is replaced that somebody has open
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownProcess) {
            return null;
        }
    }

    /** Takes away what an earlier run of the program did not finish writing. */
    private void sweep() throws IOException {
        deleteTree(path.resolve(SCRATCH));
        for (Path file : files()) {
            if (UNFINISHED.matcher(String.valueOf(file.getFileName())).matches()) {
                Files.deleteIfExists(file);
            }
        }
        Files.createDirectory(path.resolve(SCRATCH));
    }

    /**
     * Throws the work on {@code output} away, if there is any.
     *
     * @throws UserError exit 6 where another process is at it
     */
    public static void discard(Path output) {
        discard(output, null);
    }

    /**
     * Throws away what is left of the work on {@code output}, unless it is of another job than {@code done}.
     *
     * @throws UserError exit 6 where another process is at it
     */
    public static void discardDone(Path output, JobIdentity done) {
        discard(output, done);
    }

    private static void discard(Path output, @Nullable JobIdentity only) {
        if (Files.isDirectory(pathOf(output))) {
            try (WorkFolder work = of(output)) {
                if (only == null || !work.holds(only).others()) {
                    work.remove("");
                }
            }
        }
    }

    /** Whose files are sealed in it. */
    private record Owners(boolean ours, boolean others) {}

    private Owners holds(JobIdentity identity) {
        byte[] own = identity.digest();
        boolean ours = false;
        boolean others = false;
        for (Path sealed : files()) {
            byte @Nullable [] of = SealedFile.digest(sealed, DIGEST);
            ours |= Arrays.equals(of, own);
            others |= of != null && !Arrays.equals(of, own);
        }
        return new Owners(ours, others);
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    /** A folder in it for files that are of no use to a later run. */
    public Path scratch() {
        return path.resolve(SCRATCH);
    }

    /** The frames in it, once it is claimed. */
    public FrameStore frames() {
        return new FrameStore(this);
    }

    /**
     * Takes the folder for the job {@code identity}, which may have been begun in it before.
     *
     * @throws UserError exit 6 where another job was begun in it, naming the difference
     */
    public void claim(JobIdentity identity) {
        digest = identity.digest();
        Path file = path.resolve(JOB);
        JobIdentity before = begun(file);
        if (before != null && before.differencesTo(identity).isEmpty()) {
            return;
        }
        Owners sealed = holds(identity);
        if (!sealed.ours() && sealed.others()) { // what is sealed tells better than a file that anyone can change
            throw refusal(before == null ? List.of() : before.differencesTo(identity));
        }
        try {
            var job = new LinkedHashMap<String, Object>();
            job.put("identity", identity.parts());
            WholeFile.write(file, JSON.writeValueAsString(job) + "\n");
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    file + ": cannot be written (" + cause.getMessage() + ")",
                    "make room on that disk, and run the same command again",
                    cause);
        }
    }

    private UserError refusal(List<String> differences) {
        String found = differences.isEmpty()
                ? "another job, and does not say which"
                : "another job: " + JobIdentity.told(differences);
        return new UserError(
                ExitCode.OUTPUT,
                path + ": holds the work of " + found,
                "give the same input and options to go on with it, or --fresh to throw it away");
    }

    /** What job.json says; null where it is not there or says nothing that can be understood. */
    private static @Nullable JobIdentity begun(Path file) {
        try {
            JsonNode parts = JSON.readTree(Files.readString(file)).path("identity");
            var identity = new LinkedHashMap<String, String>();
            for (Map.Entry<String, JsonNode> part : parts.properties()) {
                identity.put(part.getKey(), part.getValue().asString(""));
            }
            return identity.isEmpty() ? null : new JobIdentity(identity);
        } catch (IOException | JacksonException damaged) {
            return null;
        }
    }

    /** The name of file {@code number} of a kind. */
    public static String name(String kind, int number) {
        return String.format(Locale.ROOT, "%s-%08d.zvrd", kind, number); // else in the digits of the user's language
    }

    /** Writes {@code content} under {@code name}; durable when this returns. @throws UserError exit 5 */
    public void save(String name, SealedOutput.Content content) {
        SealedFile.write(path.resolve(name), digest, content);
    }

    /** What {@code reader} makes of the file {@code name}; null where it is not there or not whole. */
    public <T> @Nullable T load(String name, SealedInput.Reader<T> reader) {
        return SealedFile.read(path.resolve(name), digest, reader);
    }

    /** Whether there is a file {@code name}, whole or not. */
    public boolean holds(String name) {
        return Files.exists(path.resolve(name));
    }

    /** The numbers of the files of a kind, ascending. */
    public List<Integer> numbers(String kind) {
        return files().stream()
                .map(file -> SEALED.matcher(String.valueOf(file.getFileName())))
                .filter(Matcher::matches)
                .filter(name -> kind.equals(name.group(1)) && name.group(2) != null)
                .map(name -> Integer.valueOf(name.group(2)))
                .distinct()
                .sorted()
                .toList();
    }

    /** Deletes the file {@code name}, if it is there. */
    public void delete(String name) {
        SealedFile.deleteQuietly(path.resolve(name));
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    path + ": cannot be read (" + cause.getMessage() + ")",
                    "check its permissions",
                    cause);
        }
    }

    /** Takes away all that the program put into it: what is numbered first, and {@code last}, which tells of the end, after the rest. */
    public void remove(String last) {
        deleteTree(path.resolve(SCRATCH));
        removeSealed(name -> name.group(2) != null);
        removeSealed(name -> !name.group().equals(last));
        removeSealed(name -> true);
        SealedFile.deleteQuietly(path.resolve(JOB));
    }

    private void removeSealed(Predicate<Matcher> which) {
        for (Path file : files()) {
            Matcher name = SEALED.matcher(String.valueOf(file.getFileName()));
            if (name.matches() && which.test(name)) {
                SealedFile.deleteQuietly(file);
            }
        }
    }

    /** Lets another process have it; where nothing is kept in it, it goes. */
    @Override
    public void close() {
        try {
            deleteTree(path.resolve(SCRATCH));
            boolean kept = files().stream()
                    .anyMatch(file ->
                            SEALED.matcher(String.valueOf(file.getFileName())).matches());
            if (!kept) {
                Files.deleteIfExists(path.resolve(JOB));
                Files.deleteIfExists(path.resolve(LOCK));
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException others) {
            org.slf4j.LoggerFactory.getLogger(WorkFolder.class).debug("{} holds files of others", path);
        } catch (IOException cause) {
            org.slf4j.LoggerFactory.getLogger(WorkFolder.class).warn("{} could not be taken away", path, cause);
        } finally {
            release();
        }
    }

    private void release() {
        try {
            lock.release();
            channel.close();
        } catch (IOException gone) {
            org.slf4j.LoggerFactory.getLogger(WorkFolder.class).debug("{} was gone", path, gone);
        }
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                SealedFile.deleteQuietly(each);
            }
        } catch (IOException kept) {
            org.slf4j.LoggerFactory.getLogger(WorkFolder.class).warn("{} could not be deleted", root, kept);
        }
    }
}
