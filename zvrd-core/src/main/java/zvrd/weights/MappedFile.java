package zvrd.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** A weight file on disk. Parts of it are mapped, which takes no heap, or read into memory that is there. */
final class MappedFile implements ForeignBytes {
    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private MappedFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static MappedFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new MappedFile(path, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new WeightFormatException(path, "there is no such file", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        return size;
    }

    /** Whether the {@code bytes} bytes at {@code position} lie inside the file. */
    boolean contains(long position, long bytes) {
        return position >= 0 && bytes >= 0 && position <= size - bytes;
    }

    @Override
    public ByteBuffer map(long position, long bytes) {
        check(position, bytes);
        try {
            if (bytes == 0) {
                return ByteBuffer.allocate(0);
            }
            if (channel.size() < size) {
                throw new WeightFormatException(path, "was cut while it was open");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Reads without mapped pages, which would count as our memory. */
    @Override
    public void read(long position, ByteBuffer target) {
        check(position, target.remaining());
        try {
            long next = position;
            while (target.hasRemaining()) {
                int read = channel.read(target, next);
                if (read < 0) {
                    throw new WeightFormatException(path, "was cut while it was open");
                }
                next += read;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** CRC-32 of a part of the file. */
    long crc32(long position, long bytes) {
        var crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, bytes));
        for (long done = 0; done < bytes; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, bytes - done));
            read(position + done, chunk);
            crc.update(chunk.flip());
        }
        return crc.getValue();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void check(long position, long bytes) {
        if (!contains(position, bytes) || bytes > Integer.MAX_VALUE) {
            throw new WeightFormatException(
                    path,
                    bytes + " bytes at " + position + " are needed, the file has " + size + " (at most 2 GiB a part)");
        }
    }

    private static WeightFormatException unreadable(Path path, IOException cause) {
        return new WeightFormatException(path, "cannot be read: " + cause.getMessage(), cause);
    }
}
