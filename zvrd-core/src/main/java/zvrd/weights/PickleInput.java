package zvrd.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of a pickle, read forward and never beyond their end, and an allowance for what they may become. */
final class PickleInput {
    /** Longest text line of protocol 0: numbers, and names of classes. */
    private static final int MAX_LINE = 512;
    /** Longest integer; torch's magic number takes 10 bytes. */
    private static final int MAX_INTEGER_BYTES = 64;
    /** Far above what real checkpoints need: about 1.3 kB a tensor. */
    private static final long ALLOWANCE = 32L << 20;

    private final Path path;
    private final ByteBuffer bytes;
    private long allowance = ALLOWANCE;

    /** The pickles in {@code bytes}, a part of the file {@code path}. */
    PickleInput(Path path, ByteBuffer bytes) {
        this.path = path;
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many bytes were read. */
    int position() {
        return bytes.position();
    }

    /** A failure at the present byte. */
    WeightFormatException refuse(String what) {
        return new WeightFormatException(path, "its pickle " + what + " (byte " + bytes.position() + ")");
    }

    /** Takes {@code cost} bytes of heap from the allowance. */
    void charge(long cost) {
        allowance -= cost;
        if (allowance < 0) {
            throw refuse("describes more objects than any checkpoint has");
        }
    }

    int unsigned1() {
        need(1);
        return bytes.get() & 0xff;
    }

    int unsigned2() {
        need(Short.BYTES);
        return bytes.getShort() & 0xffff;
    }

    int signed4() {
        need(Integer.BYTES);
        return bytes.getInt();
    }

    long signed8() {
        need(Long.BYTES);
        return bytes.getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(signed8()));
    }

    /** A length that must fit what is left. */
    int length(long declared) {
        if (declared < 0 || declared > bytes.remaining()) {
            throw refuse("declares " + Long.toUnsignedString(declared) + " bytes, " + bytes.remaining() + " are left");
        }
        return (int) declared;
    }

    byte[] bytes(int length) {
        need(length);
        charge(length);
        byte[] read = new byte[length];
        bytes.get(read);
        return read;
    }

    void skip(int length) {
        need(length);
        bytes.position(bytes.position() + length);
    }

    String utf8(int length) {
        byte[] text = bytes(length);
        charge(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refuse("holds text that is not UTF-8");
        }
    }

    /** A signed little-endian integer of {@code length} bytes: a Long where it fits. */
    Object integer(long length) {
        if (length < 0 || length > MAX_INTEGER_BYTES) {
            throw refuse("holds an integer of " + length + " bytes");
        }
        byte[] littleEndian = bytes((int) length);
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
        }
        return narrow(bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian));
    }

    /** A decimal integer on a line of its own, with or without Python's trailing L. */
    Object decimalLine() {
        String line = line();
        try {
            return narrow(new BigInteger(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
        } catch (NumberFormatException e) {
            throw refuse("holds a line that is no integer");
        }
    }

    /** The same, where 00 and 01 are the truth values. */
    Object decimalOrTruthLine() {
        int start = bytes.position();
        String line = line();
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        bytes.position(start);
        return decimalLine();
    }

    /** A decimal fraction on a line of its own. */
    double fractionLine() {
        try {
            return Double.parseDouble(line());
        } catch (NumberFormatException e) {
            throw refuse("holds a line that is no number");
        }
    }

    /** A line of text; nothing in a checkpoint needs escapes. */
    String textLine() {
        String line = line();
        if (line.indexOf('\\') >= 0) {
            throw refuse("holds text with escapes");
        }
        return line;
    }

    /** A line of text between quotes. */
    String quotedLine() {
        String line = textLine();
        char quote = line.length() < 2 ? ' ' : line.charAt(0);
        if ((quote != '\'' && quote != '"') || line.charAt(line.length() - 1) != quote) {
            throw refuse("holds a line that is no quoted text");
        }
        return line.substring(1, line.length() - 1);
    }

    /** The text up to the end of the line, which must come soon. */
    String line() {
        int start = bytes.position();
        int end = Math.min(bytes.limit(), start + MAX_LINE);
        for (int i = start; i < end; i++) {
            if (bytes.get(i) == '\n') {
                byte[] text = bytes(i - start);
                skip(1);
                return new String(text, StandardCharsets.ISO_8859_1);
            }
        }
        throw refuse("holds a line without end");
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private void need(int count) {
        if (count > bytes.remaining()) {
            throw refuse("ends early");
        }
    }
}
