package zvrd.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Raw frames as a Matroska stream (RFC 9559) for an encoder's standard input. A pipe of bare pixels has no clock;
 * this one counts nanoseconds, fine enough to tell every tick of the source's own time base.
 */
final class MatroskaFrames {
    static final Rational NANOSECOND = new Rational(1, 1_000_000_000);

    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int INFO = 0x1549A966;
    private static final int TRACKS = 0x1654AE6B;
    private static final int CLUSTER = 0x1F43B675;
    private static final int SIMPLE_BLOCK = 0xA3;
    private static final byte[] BLOCK_HEADER = {(byte) 0x81, 0, 0, (byte) 0x80}; // track 1, at the cluster's time, key
    private static final byte[] RGB48 = {'R', 'G', 'B', 48};
    private static final int PIPE = 1 << 16;

    private final OutputStream out;
    private final int width;
    private final int height;
    private final byte[] pixels;

    MatroskaFrames(OutputStream out, int width, int height) {
        this.out = out;
        this.width = width;
        this.height = height;
        this.pixels = new byte[Math.multiplyExact(6, Math.multiplyExact(width, height))];
    }

    void header(Rational frameRate) throws IOException {
        byte[] type = join(
                number(0x4286, 1),
                number(0x42F7, 1),
                number(0x42F2, 4),
                number(0x42F3, 8),
                text(0x4282, "matroska"),
                number(0x4287, 4),
                number(0x4285, 2));
        out.write(element(EBML, type));
        out.write(join(id(SEGMENT), new byte[] {1, -1, -1, -1, -1, -1, -1, -1})); // of unknown size
        out.write(element(INFO, join(number(0x2AD7B1, 1), text(0x4D80, "zvrd"), text(0x5741, "zvrd"))));
        byte[] picture = join(number(0xB0, width), number(0xBA, height), element(0x2EB524, RGB48));
        byte[] track = join(
                number(0xD7, 1),
                number(0x73C5, 1),
                number(0x83, 1),
                number(0x9C, 0),
                text(0x86, "V_UNCOMPRESSED"),
                number(0x23E383, Math.max(1, frameRate.inverse().rescale(1, NANOSECOND))),
                element(0xE0, picture));
        out.write(element(TRACKS, element(0xAE, track)));
    }

    /** Writes the frame's pixels, to be shown {@code nanoseconds} (0 or later) after the stream's origin. */
    void frame(long nanoseconds, short[] rgb) throws IOException {
        ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(rgb);
        byte[] time = number(0xE7, nanoseconds);
        int block = BLOCK_HEADER.length + pixels.length;
        byte[] blockStart = join(id(SIMPLE_BLOCK), size(block), BLOCK_HEADER);
        int cluster = time.length + blockStart.length + pixels.length;
        out.write(join(id(CLUSTER), size(cluster), time, blockStart));
        for (int at = 0; at < pixels.length; at += PIPE) {
            out.write(pixels, at, Math.min(PIPE, pixels.length - at));
        }
    }

    private static byte[] number(int id, long value) {
        byte[] signed = BigInteger.valueOf(value).toByteArray();
        boolean padded = signed.length > 1 && signed[0] == 0;
        return element(id, padded ? java.util.Arrays.copyOfRange(signed, 1, signed.length) : signed);
    }

    private static byte[] text(int id, String value) {
        return element(id, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int id, byte[] content) {
        return join(id(id), size(content.length), content);
    }

    private static byte[] id(int id) {
        int length = 4 - Integer.numberOfLeadingZeros(id) / 8;
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (id >>> (8 * (length - 1 - i)));
        }
        return bytes;
    }

    /** A length always in eight bytes: a leading 1 and 56 bits. */
    private static byte[] size(long length) {
        return ByteBuffer.allocate(8).putLong(0x0100000000000000L | length).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
