package zvrd.weights;

import java.nio.ByteBuffer;

/** Where a tensor's elements lie in its storage: element (i, j, …) at offset + i·strides[0] + j·strides[1] + …. */
record StridedLayout(long offset, long[] sizes, long[] strides) {
    /** Sizes and strides of one length, none negative, whose farthest element has a 63-bit position. */
    StridedLayout {
        sizes = sizes.clone();
        strides = strides.clone();
        if (sizes.length != strides.length) {
            throw new IllegalArgumentException(sizes.length + " sizes but " + strides.length + " strides");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("storage offset " + offset);
        }
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < 0 || strides[i] < 0) {
                throw new IllegalArgumentException("size " + sizes[i] + " with stride " + strides[i]);
            }
        }
        try {
            end(offset, sizes, strides);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("sizes and strides that overflow 63 bits", e);
        }
    }

    @Override
    public long[] sizes() {
        return sizes.clone();
    }

    @Override
    public long[] strides() {
        return strides.clone();
    }

    /** One past the farthest element; 0 for a tensor without elements. */
    long end() {
        return end(offset, sizes, strides);
    }

    /** Whether the elements lie row after row without gaps. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (sizes[i] != 1 && strides[i] != expected) {
                return end() == 0;
            }
            expected *= sizes[i];
        }
        return true;
    }

    /** The same elements where the first one is the storage's first. */
    StridedLayout fromZero() {
        return new StridedLayout(0, sizes, strides);
    }

    /** Copies the elements, {@code width} bytes each, row after row from {@code storage} to {@code target}. */
    void gather(ByteBuffer storage, int width, ByteBuffer target) {
        if (end() > 0) {
            gather(storage, width, target, 0, offset);
        }
    }

    private void gather(ByteBuffer storage, int width, ByteBuffer target, int dimension, long position) {
        if (dimension == sizes.length) {
            copy(storage, position, 1, width, target);
        } else if (dimension == sizes.length - 1 && strides[dimension] == 1) {
            copy(storage, position, sizes[dimension], width, target);
        } else {
            for (long i = 0; i < sizes[dimension]; i++) { // as deep as the rank, which is bounded
                gather(storage, width, target, dimension + 1, position + i * strides[dimension]);
            }
        }
    }

    private static void copy(ByteBuffer storage, long position, long elements, int width, ByteBuffer target) {
        int bytes = (int) elements * width;
        target.put(target.position(), storage, (int) (position * width), bytes);
        target.position(target.position() + bytes);
    }

    private static long end(long offset, long[] sizes, long[] strides) {
        long last = offset;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(sizes[i] - 1, strides[i]));
        }
        return Math.addExact(last, 1);
    }
}
