package zvrd.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A checkpoint opened for reading: its tensors by name, whose values are read from the file only when asked for. */
public interface TensorFile extends AutoCloseable {
    /** The file, as it was named when it was opened. */
    Path path();

    /** Names of all tensors, in the file's order. */
    Set<String> names();

    /** Type and shape of the tensor {@code name}; a {@link WeightFormatException} where there is none. */
    TensorInfo info(String name);

    /** Values of the tensor {@code name}; a {@link WeightFormatException} where there is none or it cannot be read. */
    TensorData read(String name);

    /** Fills {@code target}, which has exactly the tensor's bytes left, with the values {@link #read} would give. */
    default void readInto(String name, ByteBuffer target) {
        target.put(read(name).bytes());
    }

    /** What the file says about itself besides the tensors; empty where the format has no place for it. */
    Map<String, String> metadata();

    /** Releases the file; values that were read stay valid. */
    @Override
    void close();
}
