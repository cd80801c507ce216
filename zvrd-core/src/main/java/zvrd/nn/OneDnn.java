package zvrd.nn;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.NumberType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.OptionalType;
import org.bytedeco.pytorch.SingletonTypePtr;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.CpuFeatures;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;

/**
 * oneDNN's convolution as libtorch's compiler calls it: kernels packed once, and sums that cost no pass of their own.
 *
 * <p>Knows no gradients. Calls may run in several threads at once.
 */
final class OneDnn implements AutoCloseable {
    private static final String NAME = "mkldnn::_convolution_pointwise";

    private final OperatorHandle plain;
    private final OperatorHandle summing;
    private final IValue[] sides; // stride, padding and dilation are pairs of one of these numbers
    private final IValue groups;
    private final IValue none;
    private final IValue nothingAfter;
    private final IValue add;
    private final IValue weightOfSum;
    private final IValue noScalars;

    private OneDnn() {
        try (var scope = new TensorScope()) {
            Dispatcher dispatcher = Dispatcher.singleton();
            plain = kept(dispatcher.findSchemaOrThrow(NAME, ""));
            summing = kept(dispatcher.findSchemaOrThrow(NAME + "_", "binary"));
            sides = new IValue[] {kept(pair(0)), kept(pair(1)), kept(pair(2))};
            groups = kept(new IValue(1L));
            none = kept(new IValue());
            nothingAfter = kept(new IValue("none"));
            add = kept(new IValue("add"));
            weightOfSum = kept(new IValue(1.0));
            Type number = NumberType.getNumberIntTypePtr().get();
            noScalars = kept(new IValue(new GenericList(OptionalType.get(pointer(number)))));
        }
    }

    /** Whether this build and this processor have what networks in {@code precision} need. */
    static boolean serves(Precision precision) {
        CpuFeatures cpu = CpuFeatures.ofThisMachine();
        boolean instructions =
                precision == Precision.BFLOAT16 ? cpu.bfloat16() : cpu.flags().contains("avx2");
        try (var name = new OperatorName(NAME, "");
                var operator = Dispatcher.singleton().findSchema(name)) {
            return instructions && operator.has_value();
        }
    }

    static OneDnn open() {
        return new OneDnn();
    }

    /**
     * The kernel [out, in, k, k] in the layout that products on one thread want, readable by this class only.
     *
     * <p>Where the width of that layout's blocks depends on the map, 48 or 64, the kernel stays as it is: oneDNN goes from
     * one to the other element by element, which takes longer than the convolution.
     */
    static Tensor packed(Tensor kernel, int stride, int padding) {
        if (kernel.size(0) % 48 == 0) {
            return kernel;
        }
        int threads = torch.get_num_threads();
        torch.set_num_threads(1);
        try {
            return TensorScope.compute(() -> torch.mkldnn_reorder_conv2d_weight(
                    kernel.to_mkldnn(),
                    new long[] {padding, padding},
                    new long[] {stride, stride},
                    new long[] {1, 1},
                    1,
                    new LongArrayRefOptional()));
        } finally {
            torch.set_num_threads(threads);
        }
    }

    /** The convolution of {@code x} by a kernel that {@link #packed} returned. */
    Tensor convolve(Tensor x, Tensor kernel, Tensor bias, int stride, int padding) {
        return TensorScope.compute(() -> call(
                plain,
                new IValue(x),
                new IValue(kernel),
                new IValue(bias),
                sides[padding],
                sides[stride],
                sides[1],
                groups,
                nothingAfter,
                noScalars,
                none));
    }

    /** The same added to {@code sum}, in its memory. */
    Tensor convolveOnto(Tensor sum, Tensor x, Tensor kernel, Tensor bias, int stride, int padding) {
        return TensorScope.compute(() -> call(
                summing,
                new IValue(sum),
                new IValue(x),
                new IValue(kernel),
                new IValue(bias),
                sides[padding],
                sides[stride],
                sides[1],
                groups,
                add,
                weightOfSum,
                none,
                noScalars,
                none));
    }

    private static Tensor call(OperatorHandle operator, IValue... arguments) {
        var stack = new IValueVector(arguments);
        operator.callBoxed(stack);
        return new Tensor(stack.get(0).toTensor()); // a handle of its own: the stack only lends one
    }

    private static IValue pair(long side) {
        var list = new GenericList(pointer(IntType.getIntTypePtr().get()));
        list.push_back(new IValue(side));
        list.push_back(new IValue(side));
        return new IValue(list);
    }

    private static Type.TypePtr pointer(Type type) {
        return new Type.TypePtr(new SingletonTypePtr(type));
    }

    private static <T extends Pointer> T kept(T pointer) {
        pointer.retainReference();
        return pointer;
    }

    @Override
    public void close() {
        plain.close();
        summing.close();
        for (IValue side : sides) {
            side.close();
        }
        groups.close();
        none.close();
        nothingAfter.close();
        add.close();
        weightOfSum.close();
        noScalars.close();
    }
}
