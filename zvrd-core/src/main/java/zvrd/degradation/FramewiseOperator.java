package zvrd.degradation;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** Another operator for every frame of a batch, such as masks that move; batch entry n is the affair of operator n. */
public final class FramewiseOperator implements SpectralOperator {
    private final List<SpectralOperator> frames;

    private FramewiseOperator(List<SpectralOperator> frames) {
        this.frames = List.copyOf(frames);
    }

    /** The operators of the frames of a batch as one; that one itself where all frames share it. */
    public static DegradationOperator of(List<DegradationOperator> frames) {
        DegradationOperator first = frames.get(0);
        if (frames.stream().allMatch(operator -> operator == first)) {
            return first;
        }
        return new FramewiseOperator(
                frames.stream().map(FramewiseOperator::spectral).toList());
    }

    private static SpectralOperator spectral(DegradationOperator operator) {
        if (operator instanceof SpectralOperator known) {
            return known;
        }
        throw new IllegalArgumentException(
                "operators that differ from frame to frame need known singular values, got " + operator.name());
    }

    @Override
    public String name() {
        return frames.get(0).name();
    }

    @Override
    public Tensor forward(Tensor x) {
        return each(x, DegradationOperator::forward);
    }

    @Override
    public Tensor recorded(Tensor frame) {
        return each(frame, DegradationOperator::recorded);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return each(y, DegradationOperator::adjoint);
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return each(y, DegradationOperator::pseudoInverse);
    }

    @Override
    public Tensor filter(Tensor x, DoubleUnaryOperator gain) {
        return each(x, (operator, frame) -> operator.filter(frame, gain));
    }

    @Override
    public int scale() {
        return frames.get(0).scale();
    }

    @Override
    public int alignment() {
        return frames.get(0).alignment();
    }

    @Override
    public int margin() {
        return frames.get(0).margin();
    }

    @Override
    public Tensor extend(Tensor y) {
        return each(y, DegradationOperator::extend);
    }

    @Override
    public Tensor crop(Tensor x) {
        return frames.get(0).crop(x);
    }

    @Override
    public Tensor observe(Tensor x) {
        return each(x, DegradationOperator::observe);
    }

    private Tensor each(Tensor batch, BiFunction<SpectralOperator, Tensor, Tensor> apply) {
        if (batch.size(0) != frames.size()) {
            throw new IllegalArgumentException(
                    "expected a batch of " + frames.size() + " frames, got " + batch.size(0));
        }
        return TensorScope.compute(() -> {
            var results = new TensorVector();
            for (int n = 0; n < frames.size(); n++) {
                results.push_back(apply.apply(frames.get(n), batch.narrow(0, n, 1)));
            }
            return torch.cat(results, 0);
        });
    }
}
