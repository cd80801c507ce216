package zvrd.restore;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Sample;
import zvrd.journal.SealedInput;
import zvrd.journal.SealedOutput;
import zvrd.tensor.TensorScope;

/** A sample between two moves, on the Java heap: no native memory outlives a move. */
record HeldSample(HeldTensor xt, @Nullable HeldTensor x0, List<HeldTensor> learned) {
    /** Runs {@code step} in a scope of its own and holds what it leaves. */
    static HeldSample of(Supplier<Sample> step) {
        try (var scope = new TensorScope()) {
            Sample sample = step.get();
            Tensor x0 = sample.x0();
            return new HeldSample(
                    HeldTensor.of(sample.xt()),
                    x0 == null ? null : HeldTensor.of(x0),
                    sample.learned().stream().map(HeldTensor::of).toList());
        }
    }

    /** A copy in the caller's scope. */
    Sample sample() {
        return new Sample(xt.tensor(), x0 == null ? null : x0.tensor(), HeldTensor.tensors(learned));
    }

    void writeTo(SealedOutput out) throws IOException {
        xt.writeTo(out);
        HeldTensor.writeAll(x0 == null ? List.of() : List.of(x0), out);
        HeldTensor.writeAll(learned, out);
    }

    static HeldSample read(SealedInput in) throws IOException {
        HeldTensor xt = HeldTensor.read(in);
        List<HeldTensor> x0 = HeldTensor.readAll(in);
        return new HeldSample(xt, x0.isEmpty() ? null : x0.get(0), HeldTensor.readAll(in));
    }
}
