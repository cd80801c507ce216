package zvrd.metrics;

import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.nn.Inception;
import zvrd.tensor.Resampler;
import zvrd.tensor.Resampler.Border;
import zvrd.tensor.Resampler.Filter;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.ModelStore;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/**
 * The features that FID compares, with frames prepared as pytorch-fid does: squeezed to a square without antialiasing.
 *
 * @param network closed with this
 */
record InceptionFeatures(Inception network) implements FrameFeatures {
    /** What the model store is asked for. */
    static final String NAME = "fid-inception";

    private static final Resampler BILINEAR = new Resampler(Filter.LINEAR, false, Border.CLAMP);

    /** Where {@code store} has the network. */
    static Optional<FrameFeatures> of(ModelStore store) {
        if (store.find(NAME).isEmpty()) {
            return Optional.empty();
        }
        try (TensorFile file = store.open(NAME)) {
            return Optional.of(new InceptionFeatures(new Inception(StateDict.of(file))));
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public float[] of(Tensor frame) {
        try (var scope = new TensorScope()) {
            Tensor unit = Levels.of(frame).to(ScalarType.Float).div(new Scalar(Levels.PEAK));
            Tensor square = BILINEAR.resize(unit, Inception.SIDE, Inception.SIDE);
            return Tensors.toFloats(network.forward(square.mul(new Scalar(2.0)).sub(new Scalar(1.0))));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
