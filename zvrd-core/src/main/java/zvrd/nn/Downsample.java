package zvrd.nn;

import org.bytedeco.pytorch.Tensor;

/** Halves the side length by a strided convolution, where residual blocks do not resample. */
record Downsample(Conv op) implements Layer {
    static Downsample of(Parameters parameters, int channels) {
        return new Downsample(Conv.strided(parameters.at("op"), channels, channels));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return op.apply(x);
    }
}
