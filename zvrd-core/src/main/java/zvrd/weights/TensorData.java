package zvrd.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;

/** A tensor's values as bytes: little-endian, row after row without gaps; {@code bytes} may be a mapped part of a file. */
public record TensorData(DType type, long[] shape, ByteBuffer bytes) {
    /** Throws {@link IllegalArgumentException} where the bytes remaining in {@code bytes} are not those of the shape. */
    public TensorData {
        shape = shape.clone();
        bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        TensorInfo info = new TensorInfo(type, shape);
        if (info.bytes() != bytes.remaining()) {
            throw new IllegalArgumentException(
                    "a tensor " + info + " takes " + info.bytes() + " bytes, got " + bytes.remaining());
        }
    }

    /** The values of {@code tensor}, copied. */
    public static TensorData copyOf(Tensor tensor) {
        DType type = typeOf(tensor.scalar_type().intern());
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(tensor.numel() * type.bytes()));
        TensorScope.run(() -> {
            Tensor values = tensor.detach().cpu().contiguous();
            if (bytes.hasRemaining()) {
                Pointer.memcpy(new BytePointer(bytes), values.data_ptr(), bytes.remaining());
            }
        });
        return new TensorData(type, tensor.sizes().vec().get(), bytes);
    }

    /** Sizes, outermost first; empty for a scalar. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The values from position 0 on, in a view whose position is the caller's own. */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Type and shape. */
    public TensorInfo info() {
        return new TensorInfo(type, shape);
    }

    /** A torch tensor of this type and shape with a copy of the values, in the caller's scope. */
    public Tensor toTensor() {
        return newTensor(info(), room -> room.put(bytes()));
    }

    /** A torch tensor whose memory {@code values} fills, in the caller's scope; empty ones are not filled. */
    static Tensor newTensor(TensorInfo info, Consumer<ByteBuffer> values) {
        return TensorScope.compute(() -> {
            var options = new TensorOptions().dtype(new ScalarTypeOptional(scalarType(info.type())));
            Tensor tensor = torch.empty(info.shape(), options, null);
            if (info.bytes() > 0) {
                var memory = new BytePointer(tensor.data_ptr()).capacity(info.bytes());
                values.accept(memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
            }
            return tensor;
        });
    }

    private static ScalarType scalarType(DType type) {
        return switch (type) {
            case F64 -> ScalarType.Double;
            case F32 -> ScalarType.Float;
            case F16 -> ScalarType.Half;
            case BF16 -> ScalarType.BFloat16;
            case I64 -> ScalarType.Long;
            case I32 -> ScalarType.Int;
            case I16 -> ScalarType.Short;
            case I8 -> ScalarType.Char;
            case U8 -> ScalarType.Byte;
            case BOOL -> ScalarType.Bool;
        };
    }

    private static DType typeOf(ScalarType scalarType) {
        for (DType type : DType.values()) {
            if (scalarType(type) == scalarType) {
                return type;
            }
        }
        throw new IllegalArgumentException("tensors of type " + scalarType + " cannot be stored");
    }
}
