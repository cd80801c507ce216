package zvrd.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** What a sealed file shall hold, little-endian, on its way to the disk through a small buffer. */
public final class SealedOutput {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    /** Writes what a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it to {@code out}. */
        void writeTo(SealedOutput out) throws IOException;
    }

    SealedOutput(OutputStream out) {
        this.out = out;
    }

    /** A whole number. */
    public void number(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    /** A real number, bit for bit. */
    public void real(double value) throws IOException {
        room(Double.BYTES).putDouble(value);
    }

    /** A few words. */
    public void text(String words) throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        bytes(bytes);
    }

    /** Values and how many they are. */
    public void floats(float[] values) throws IOException {
        number(values.length);
        for (int done = 0; done < values.length; ) {
            int now = Math.min(values.length - done, BUFFER / Float.BYTES);
            ByteBuffer room = room(now * Float.BYTES);
            room.asFloatBuffer().put(values, done, now);
            room.position(room.position() + now * Float.BYTES);
            done += now;
        }
    }

    /** Values and how many they are. */
    public void ints(int[] values) throws IOException {
        number(values.length);
        for (int done = 0; done < values.length; ) {
            int now = Math.min(values.length - done, BUFFER / Integer.BYTES);
            ByteBuffer room = room(now * Integer.BYTES);
            room.asIntBuffer().put(values, done, now);
            room.position(room.position() + now * Integer.BYTES);
            done += now;
        }
    }

    /** Bytes without their number. */
    public void bytes(byte[] bytes) throws IOException {
        for (int done = 0; done < bytes.length; ) {
            int now = Math.min(bytes.length - done, BUFFER);
            room(now).put(bytes, done, now);
            done += now;
        }
    }

    /** The buffer with room for {@code bytes} of it. */
    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws IOException {
        checksum.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /** Ends with the checksum of all before it. */
    void seal() throws IOException {
        flush();
        number(checksum.getValue());
        out.write(buffer.array(), 0, buffer.position());
    }
}
