package zvrd.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The bytes of a weight file, of which only parts inside it can be seen; every failure names the file. */
interface ForeignBytes extends AutoCloseable {
    /** What messages call the file. */
    Path path();

    /** How many bytes there are. */
    long size();

    /** A little-endian view of a part that outlives {@link #close}. */
    ByteBuffer map(long position, long bytes);

    /** Fills {@code target} with the bytes at {@code position}. */
    void read(long position, ByteBuffer target);

    @Override
    void close();
}
