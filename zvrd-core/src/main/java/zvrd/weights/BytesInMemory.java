package zvrd.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** A weight file that came out of the program itself and lies in memory. */
record BytesInMemory(Path path, ByteBuffer content) implements ForeignBytes {
    @Override
    public long size() {
        return content.limit();
    }

    @Override
    public ByteBuffer map(long position, long bytes) {
        if (position < 0 || bytes < 0 || position > size() - bytes) {
            throw new WeightFormatException(path, bytes + " bytes at " + position + " are needed, it has " + size());
        }
        return content.slice((int) position, (int) bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void read(long position, ByteBuffer target) {
        target.put(map(position, target.remaining()));
    }

    @Override
    public void close() {
        // memory needs no closing
    }
}
