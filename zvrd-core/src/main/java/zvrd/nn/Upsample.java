package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** Doubles the side length and convolves, where residual blocks do not resample. */
record Upsample(Conv conv) implements Layer {
    static Upsample of(Parameters parameters, int channels) {
        return new Upsample(Conv.of(parameters.at("conv"), channels, channels, 3));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return TensorScope.compute(() -> conv.apply(Resampling.UP.apply(x)));
    }
}
