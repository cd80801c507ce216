package zvrd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Files that appear under their name complete and durable, in place of an older one, or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes what the file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it to {@code channel}, from its beginning. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Writes {@code content} to {@code path}, with the rights that files of this user have; failing leaves nothing. */
    public static void write(Path path, Content content) throws IOException {
        Path target = path.toAbsolutePath();
        Path unfinished = beside(target);
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(target.getParent());
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Writes {@code text} in UTF-8. */
    public static void write(Path path, String text) throws IOException {
        write(path, channel -> {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Makes the names in a folder durable where the system can, interrupted or not; some systems cannot. */
    public static void syncFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // which would close the channel
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException refused) {
            LoggerFactory.getLogger(WholeFile.class).debug("{} could not be synced", folder, refused);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A hidden name beside {@code target} that no other thread or process uses; nothing is created. */
    private static Path beside(Path target) {
        String one =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
        return target.resolveSibling("." + target.getFileName() + "." + one + ".part");
    }
}
