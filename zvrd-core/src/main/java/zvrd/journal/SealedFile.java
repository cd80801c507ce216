package zvrd.journal;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/**
 * Files that are what was written, of the job they were written for, or taken for absent: a mark, the job's digest, what they
 * hold and a checksum over all of it. They appear whole under their names, and are written and read by streams, since an
 * interrupt closes channels, and it is on interrupts that most is saved.
 */
final class SealedFile {
    private static final byte[] MARK = "zvrdwrk1".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM = Long.BYTES;

    private SealedFile() {}

    /**
     * Writes {@code content} to {@code path} for the job of {@code digest}; durable when this returns.
     *
     * @throws UserError exit 5 where the disk does not take it
     */
    static void write(Path path, byte[] digest, SealedOutput.Content content) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            try (var file = new FileOutputStream(part.toFile())) {
                var out = new SealedOutput(file);
                out.bytes(MARK);
                out.bytes(digest);
                content.writeTo(out);
                out.seal();
                file.getFD().sync();
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            WholeFile.syncFolder(path.toAbsolutePath().getParent());
        } catch (IOException e) {
            deleteQuietly(part);
            throw new UserError(
                    ExitCode.RESOURCES,
                    path + ": what was restored cannot be kept (" + e.getMessage() + ")",
                    "make room on that disk, and run the same command again: it goes on from there",
                    e);
        }
    }

    /** What {@code reader} makes of the file; null where it is absent, damaged, of another job or not what was looked for. */
    static <T> @Nullable T read(Path path, byte[] digest, SealedInput.Reader<T> reader) {
        if (!isWhole(path, digest)) {
            return null;
        }
        try (InputStream file = new FileInputStream(path.toFile())) {
            long head = MARK.length + digest.length;
            file.skipNBytes(head);
            return reader.read(new SealedInput(file, Files.size(path) - head - CHECKSUM));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The digest, of so many bytes, of the job the file was written for; null where it says nothing of any. */
    static byte @Nullable [] digest(Path path, int bytes) {
        try (InputStream file = new FileInputStream(path.toFile())) {
            byte[] mark = file.readNBytes(MARK.length);
            byte[] digest = file.readNBytes(bytes);
            return Arrays.equals(mark, MARK) && digest.length == bytes ? digest : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads the whole file to tell. */
    private static boolean isWhole(Path path, byte[] digest) {
        if (!Arrays.equals(digest(path, digest.length), digest)) {
            return false;
        }
        try (InputStream file = new FileInputStream(path.toFile())) {
            var checksum = new CRC32C();
            update(checksum, file, Files.size(path) - CHECKSUM);
            byte[] tail = file.readNBytes(CHECKSUM);
            return tail.length == CHECKSUM
                    && ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getLong() == checksum.getValue();
        } catch (IOException e) {
            return false;
        }
    }

    private static void update(CRC32C checksum, InputStream file, long length) throws IOException {
        byte[] some = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int got = file.readNBytes(some, 0, (int) Math.min(some.length, left));
            if (got == 0) {
                return;
            }
            checksum.update(some, 0, got);
            left -= got;
        }
    }

    static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException kept) {
            org.slf4j.LoggerFactory.getLogger(SealedFile.class).warn("{} could not be deleted", path, kept);
        }
    }
}
