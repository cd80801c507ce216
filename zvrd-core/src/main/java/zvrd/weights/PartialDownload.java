package zvrd.weights;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import zvrd.ExitCode;
import zvrd.UserError;

/** What has been received of a file, and beside it of which version of the file; one process at a time may add to it. */
final class PartialDownload implements AutoCloseable {
    private final Path path;
    private final Path versionPath;
    private final String address;
    private final FileChannel held;
    private final FileChannel channel;
    private @Nullable Version version;
    private boolean ended;

    /**
     * A version of a file on a server.
     *
     * @param address where it was found
     * @param validator its strong ETag, or the date of its last change; empty where the server sent neither
     * @param total its length, or -1 where the server did not say
     */
    record Version(String address, String validator, long total) {}

    private PartialDownload(Path folder, String name, String address, FileChannel held) throws IOException {
        this.path = folder.resolve(name + ".part");
        this.versionPath = folder.resolve(name + ".version");
        this.address = address;
        this.held = held;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** The part of the model {@code name} in {@code folder}; what came from elsewhere than {@code address} is dropped. */
    static PartialDownload open(Path folder, String name, URI address) throws IOException {
        Files.createDirectories(folder);
        // A file of its own: the part is moved away when it is whole, and a lock would go with it.
        FileChannel held =
                FileChannel.open(folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (held.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            var part = new PartialDownload(folder, name, address.toString(), held);
            part.resume();
            return part;
        } catch (OverlappingFileLockException e) {
            held.close();
            throw new UserError(
                    ExitCode.RESOURCES,
                    name + ": another process is downloading it",
                    "Wait for it to end, then run this again.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    /** How many bytes are there. */
    long bytes() throws IOException {
        return channel.size();
    }

    /** What a server must confirm for more bytes to be added; null where it can only begin anew. */
    @Nullable
    String validator() {
        return version == null || version.validator().isEmpty() ? null : version.validator();
    }

    /** Length of the whole file, where it is known. */
    OptionalLong total() {
        return version == null || version.total() < 0 ? OptionalLong.empty() : OptionalLong.of(version.total());
    }

    boolean isComplete() throws IOException {
        return total().isPresent() ? bytes() == total().getAsLong() : ended;
    }

    /** Drops what is there and begins a file of {@code total} bytes, -1 if unknown. */
    void restart(@Nullable String validator, long total) throws IOException {
        Files.deleteIfExists(versionPath);
        channel.truncate(0);
        ended = false;
        version = new Version(address, validator == null ? "" : validator, total);
        if (validator != null) {
            Files.writeString(versionPath, JsonMapper.shared().writeValueAsString(version));
        }
    }

    void append(ByteBuffer received) throws IOException {
        long position = channel.size();
        while (received.hasRemaining()) {
            position += channel.write(received, position);
        }
    }

    /** The server ended the file here; matters where it did not say its length. */
    void end() {
        ended = true;
    }

    /** Drops what is there. */
    void discard() throws IOException {
        channel.truncate(0);
        Files.deleteIfExists(versionPath);
        version = null;
        ended = false;
    }

    @Override
    public void close() throws IOException {
        boolean empty = channel.size() == 0;
        boolean complete = isComplete();
        channel.close();
        if (empty) {
            Files.deleteIfExists(path);
        }
        if (empty || complete) {
            Files.deleteIfExists(versionPath);
        }
        held.close(); // and with it the lock
    }

    private void resume() throws IOException {
        try {
            Version stored = JsonMapper.shared().readValue(Files.readString(versionPath), Version.class);
            if (stored.address().equals(address) && (stored.total() < 0 || bytes() <= stored.total())) {
                version = stored;
                return;
            }
        } catch (NoSuchFileException | JacksonException e) {
            // without a version there is nothing to go on from
        }
        discard();
    }
}
