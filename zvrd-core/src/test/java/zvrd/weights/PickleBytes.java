package zvrd.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes pickles opcode by opcode, so that tests can build what torch would write and what it never would. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleBytes() {
        raw(0x80, 2);
    }

    PickleBytes raw(int... bytes) {
        Arrays.stream(bytes).forEach(out::write);
        return this;
    }

    PickleBytes global(String module, String name) {
        out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(little(4).putInt(utf8.length).array());
        out.writeBytes(utf8);
        return this;
    }

    PickleBytes number(long number) {
        raw(0x8a, 8);
        out.writeBytes(little(8).putLong(number).array());
        return this;
    }

    PickleBytes numbers(long... numbers) {
        raw('(');
        Arrays.stream(numbers).forEach(this::number);
        return raw('t');
    }

    /** A float32 tensor that views the storage {@code key} of {@code stored} elements. */
    PickleBytes tensor(String key, long stored, long offset, long[] sizes, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").raw('(', '(');
        text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .number(stored)
                .raw('t', 'Q');
        number(offset).numbers(sizes).numbers(strides).raw(0x89);
        return global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
    }

    byte[] stop() {
        raw('.');
        return out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
