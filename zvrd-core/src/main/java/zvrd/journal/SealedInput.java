package zvrd.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a sealed file holds, in the order in which it was written. */
public final class SealedInput {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long left;

    /** Makes something of what a file holds. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads {@code in}; null or an {@link EOFException} where it is not what was looked for. */
        @Nullable
        T read(SealedInput in) throws IOException;
    }

    /** Of {@code left} bytes of {@code in}. */
    SealedInput(InputStream in, long left) {
        this.in = in;
        this.left = left;
    }

    /** A whole number. */
    public long number() throws IOException {
        return filled(Long.BYTES).getLong();
    }

    /** A whole number that is at least 0 and fits into an int. */
    public int count() throws IOException {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new EOFException("a count expected, found " + value);
        }
        return (int) value;
    }

    /** A real number, bit for bit. */
    public double real() throws IOException {
        return filled(Double.BYTES).getDouble();
    }

    /** A few words. */
    public String text() throws IOException {
        byte[] bytes = new byte[length(1)];
        bytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Values, as many as were written. */
    public float[] floats() throws IOException {
        float[] values = new float[length(Float.BYTES)];
        for (int done = 0; done < values.length; ) {
            int now = Math.min(values.length - done, BUFFER / Float.BYTES);
            ByteBuffer some = filled(now * Float.BYTES);
            some.asFloatBuffer().get(values, done, now);
            some.position(some.position() + now * Float.BYTES);
            done += now;
        }
        return values;
    }

    /** Values, as many as were written. */
    public int[] ints() throws IOException {
        int[] values = new int[length(Integer.BYTES)];
        for (int done = 0; done < values.length; ) {
            int now = Math.min(values.length - done, BUFFER / Integer.BYTES);
            ByteBuffer some = filled(now * Integer.BYTES);
            some.asIntBuffer().get(values, done, now);
            some.position(some.position() + now * Integer.BYTES);
            done += now;
        }
        return values;
    }

    /** Fills {@code bytes}. */
    public void bytes(byte[] bytes) throws IOException {
        for (int done = 0; done < bytes.length; ) {
            int now = Math.min(bytes.length - done, BUFFER);
            filled(now).get(bytes, done, now);
            done += now;
        }
    }

    /** How many elements of {@code each} bytes follow, no more than there are. */
    private int length(int each) throws IOException {
        int count = count();
        if ((long) count * each > left + buffer.remaining()) {
            throw new EOFException(count + " elements expected, the file ends early");
        }
        return count;
    }

    /** The buffer with at least {@code bytes} of what is left in it. */
    private ByteBuffer filled(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            buffer.compact();
            int wanted = (int) Math.min(buffer.remaining(), left);
            int got = in.readNBytes(buffer.array(), buffer.position(), wanted);
            left -= got;
            buffer.position(buffer.position() + got).flip();
            if (buffer.remaining() < bytes) {
                throw new EOFException("the file ends early");
            }
        }
        return buffer;
    }
}
