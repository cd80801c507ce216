package zvrd.weights;

import static zvrd.weights.WeightFormatException.quoted;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A safetensors file: eight bytes of header length, a JSON header, then the values, of which each read maps its part. */
public final class SafetensorsFile implements TensorFile {
    /** Far above the headers of real files: 1,000 tensors take about 100 kB. */
    private static final int MAX_HEADER = 16 << 20;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new WeightFormatException(path, "has " + size + " bytes, too few for a safetensors file");
        }
        long headerSize = readFully(0, Long.BYTES).getLong();
        if (headerSize <= 0 || headerSize > Math.min(MAX_HEADER, size - Long.BYTES)) {
            throw new WeightFormatException(
                    path,
                    "header length " + Long.toUnsignedString(headerSize) + " does not fit the file of " + size
                            + " bytes; is this a safetensors file?");
        }
        this.dataStart = Long.BYTES + headerSize;
        this.header = SafetensorsHeader.parse(path, readFully(Long.BYTES, (int) headerSize), size - dataStart);
    }

    /** Opens {@code path} and checks its header; a {@link WeightFormatException} says what is wrong with it. */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = openChannel(path);
        try {
            return new SafetensorsFile(path, channel);
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel, e);
            throw e instanceof RuntimeException failure ? failure : unreadable(path, e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors().keySet());
    }

    @Override
    public TensorInfo info(String name) {
        return entry(name).info();
    }

    @Override
    public TensorData read(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        TensorInfo info = entry.info();
        return new TensorData(
                info.type(), info.shape(), map(path, channel, dataStart + entry.begin(), info.bytes(), name));
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static FileChannel openChannel(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new WeightFormatException(path, "there is no such file", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Maps {@code bytes} bytes at {@code position}; the mapping outlives the channel and takes no heap. */
    static ByteBuffer map(Path path, FileChannel channel, long position, long bytes, String name) {
        if (bytes > Integer.MAX_VALUE) {
            throw new WeightFormatException(
                    path, "tensor " + quoted(name) + " has " + bytes + " bytes, at most 2 GiB are supported");
        }
        try {
            if (bytes == 0) {
                return ByteBuffer.allocate(0);
            }
            if (position + bytes > channel.size()) {
                throw new WeightFormatException(path, "was cut to " + channel.size() + " bytes while it was open");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, position, bytes);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static WeightFormatException unreadable(Path path, Exception cause) {
        return new WeightFormatException(path, "cannot be read: " + cause.getMessage(), cause);
    }

    static void closeQuietly(FileChannel channel, Exception failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.@Nullable Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new WeightFormatException(path, "has no tensor " + quoted(name));
        }
        return entry;
    }

    private ByteBuffer readFully(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new WeightFormatException(path, "ends at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }
}
