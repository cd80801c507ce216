package zvrd.weights;

import java.util.Arrays;

/** What a file says about one of its tensors, without its values; sizes are never negative and never overflow. */
public record TensorInfo(DType type, long[] shape) {
    /** Copies {@code shape}; throws {@link IllegalArgumentException} where a size is negative or the bytes exceed 63 bits. */
    public TensorInfo {
        shape = shape.clone();
        bytes(type, shape);
    }

    /** Sizes, outermost first; empty for a scalar. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements; 1 for a scalar. */
    public long elements() {
        return elements(shape);
    }

    /** Bytes of the values, row after row without gaps. */
    public long bytes() {
        return bytes(type, shape);
    }

    /** Whether the sizes are exactly {@code expected}. */
    public boolean hasShape(long... expected) {
        return Arrays.equals(shape, expected);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorInfo that && type == that.type && Arrays.equals(shape, that.shape);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }

    private static long bytes(DType type, long[] shape) {
        try {
            return Math.multiplyExact(elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " of more bytes than 63 bits count", e);
        }
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " with a negative size");
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
