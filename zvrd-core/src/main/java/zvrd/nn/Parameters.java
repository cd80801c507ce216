package zvrd.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.StateDict;

/** A network's parameters in the order they were asked for, owned here, seen from one module of the network. */
final class Parameters implements AutoCloseable {
    /** Where parameters come from. */
    interface Origin {
        Tensor read(String name, Initial initial, long... shape);
    }

    /** What gradients do in the network. */
    private enum Gradients {
        NONE,
        /** They pass through to the input. */
        PASS,
        /** The same, each block being gone through once more on the way back. */
        PASS_BLOCKWISE,
        /** They stay, for training. */
        STAY
    }

    private final Origin origin;
    private final Precision kernels;
    private final Gradients gradients;
    private final @Nullable OneDnn oneDnn;
    private final ComputeDevice device;
    private final String prefix;
    private final LinkedHashMap<String, Tensor> byName;

    private Parameters(Origin origin, Precision kernels, Gradients gradients) {
        this(origin, kernels, gradients, null, ComputeDevice.cpu(), "", new LinkedHashMap<>());
    }

    private Parameters(
            Origin origin,
            Precision kernels,
            Gradients gradients,
            @Nullable OneDnn oneDnn,
            ComputeDevice device,
            String prefix,
            LinkedHashMap<String, Tensor> byName) {
        this.origin = origin;
        this.kernels = kernels;
        this.gradients = gradients;
        this.oneDnn = oneDnn;
        this.device = device;
        this.prefix = prefix;
        this.byName = byName;
    }

    /** Read once from {@code weights} to {@code device}, the kernels in {@code kernels} and packed where oneDNN serves. */
    static Parameters stored(StateDict weights, Precision kernels, ComputeDevice device) {
        OneDnn oneDnn = device.kind() == ComputeDevice.Kind.CPU && OneDnn.serves(kernels) ? OneDnn.open() : null;
        Origin stored = (name, initial, shape) -> device.to(weights.get(name, shape));
        return new Parameters(stored, kernels, Gradients.NONE, oneDnn, device, "", new LinkedHashMap<>());
    }

    /** Constants read from {@code origin}, the kernels in {@code kernels}, through which gradients pass to the input. */
    static Parameters constant(Origin origin, Precision kernels) {
        return new Parameters(origin, kernels, Gradients.PASS);
    }

    /** The same on {@code device}, to be gone through block by block. */
    static Parameters blockwise(Origin origin, Precision kernels, ComputeDevice device) {
        Origin there = (name, initial, shape) -> device.to(origin.read(name, initial, shape));
        return new Parameters(there, kernels, Gradients.PASS_BLOCKWISE, null, device, "", new LinkedHashMap<>());
    }

    /** Float32 leaves that collect gradients, read from {@code weights}. */
    static Parameters trainable(StateDict weights) {
        return new Parameters((name, initial, shape) -> weights.get(name, shape), Precision.FLOAT32, Gradients.STAY);
    }

    /** Float32 leaves that collect gradients, drawn anew; each depends on {@code seed} and its own name only. */
    static Parameters fresh(long seed) {
        return new Parameters(
                (name, initial, shape) -> drawn(seed, name, initial, shape), Precision.FLOAT32, Gradients.STAY);
    }

    /** Names and shapes only, without memory behind them. */
    static Parameters shapes() {
        Origin memoryless = (name, initial, shape) -> torch.empty(
                shape,
                new TensorOptions().device(new DeviceOptional(new Device(DeviceType.Meta))),
                new MemoryFormatOptional());
        return new Parameters(memoryless, Precision.FLOAT32, Gradients.NONE);
    }

    Parameters at(String child) {
        return new Parameters(origin, kernels, gradients, oneDnn, device, prefix + child + ".", byName);
    }

    /** A parameter that is applied in float32. */
    Tensor get(String name, Initial initial, long... shape) {
        return own(name, () -> converted(read(name, initial, shape), Precision.FLOAT32));
    }

    /** A convolution's bias, in the type of its kernel. */
    Tensor bias(String name, Initial initial, long channels) {
        return own(name, () -> converted(read(name, initial, channels), kernels));
    }

    /** A convolution's kernel [out, in, k, k], or [out, in, 1]; packed for {@link #oneDnn()} where that is not null. */
    Tensor kernel(String name, Initial initial, int stride, int padding, long... shape) {
        return own(name, () -> {
            Tensor kernel = converted(read(name, initial, shape), kernels);
            if (oneDnn == null) {
                return kernel;
            }
            return OneDnn.packed(shape.length == 4 ? kernel : kernel.unsqueeze(3), stride, padding);
        });
    }

    /** What the kernels are packed for; null where they are plain. */
    @Nullable
    OneDnn oneDnn() {
        return oneDnn;
    }

    /** Where they are, and where the network computes. */
    ComputeDevice device() {
        return device;
    }

    Map<String, Tensor> byName() {
        return Collections.unmodifiableMap(byName);
    }

    /** The module's name, such as {@code output_blocks.6.1}. */
    String module() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /**
     * How maps lie in memory: channels last is faster forwards, but group norm's gradient is 20 times slower there. In
     * bfloat16 it is so much faster that going through blocks twice is worth the copies {@link GroupNorm} takes instead.
     */
    MemoryFormat layout() {
        boolean last =
                gradients == Gradients.NONE || (gradients == Gradients.PASS_BLOCKWISE && kernels == Precision.BFLOAT16);
        return last ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
    }

    private Tensor own(String name, Supplier<Tensor> parameter) {
        try (var scope = new TensorScope()) {
            Tensor kept = parameter.get();
            kept.retainReference();
            kept.requires_grad_(gradients == Gradients.STAY);
            byName.put(prefix + name, kept);
            return kept;
        }
    }

    private Tensor read(String name, Initial initial, long... shape) {
        return origin.read(prefix + name, initial, shape);
    }

    private Tensor converted(Tensor read, Precision precision) {
        return read.to(
                precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float,
                false,
                false,
                new MemoryFormatOptional(read.dim() == 4 ? layout() : MemoryFormat.Contiguous));
    }

    private static Tensor drawn(long seed, String name, Initial initial, long... shape) {
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        long count = 1;
        for (long side : shape) {
            count *= side;
        }
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) initial.draw(random);
        }
        return Tensors.of(values, shape);
    }

    @Override
    public void close() {
        byName.values().forEach(Tensor::close);
        if (oneDnn != null) {
            oneDnn.close();
        }
    }
}
