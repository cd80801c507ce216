package zvrd.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import zvrd.journal.SealedInput;
import zvrd.journal.SealedOutput;
import zvrd.tensor.Tensors;

/** A tensor on the Java heap, between moves and between windows. */
record HeldTensor(float[] values, long[] shape) {
    static HeldTensor of(Tensor tensor) {
        return new HeldTensor(Tensors.toFloats(tensor), Tensors.shape(tensor));
    }

    /** A copy in the caller's scope. */
    Tensor tensor() {
        return Tensors.of(values, shape);
    }

    static List<Tensor> tensors(List<HeldTensor> held) {
        return held.stream().map(HeldTensor::tensor).toList();
    }

    void writeTo(SealedOutput out) throws IOException {
        out.ints(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
        out.floats(values);
    }

    static HeldTensor read(SealedInput in) throws IOException {
        long[] shape = Arrays.stream(in.ints()).asLongStream().toArray();
        return new HeldTensor(in.floats(), shape);
    }

    static void writeAll(List<HeldTensor> all, SealedOutput out) throws IOException {
        out.number(all.size());
        for (HeldTensor each : all) {
            each.writeTo(out);
        }
    }

    static List<HeldTensor> readAll(SealedInput in) throws IOException {
        var all = new ArrayList<HeldTensor>();
        for (int left = in.count(); left > 0; left--) {
            all.add(read(in));
        }
        return all;
    }
}
