package zvrd.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.nn.ImageNetFeatures;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.ModelStore;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/**
 * LPIPS (arXiv:1801.03924, eq. 1, version 0.1 of its weights): how differently a network that knows what pictures show sees two
 * frames, weighted as people weigh it. 0 is right.
 */
public final class Lpips implements FrameMetric, AutoCloseable {
    private static final float[] MEAN = {-.030f, -.088f, -.188f};
    private static final float[] SPREAD = {.458f, .448f, .450f};
    private static final double EPSILON = 1e-10;

    private final String network;
    private final ImageNetFeatures features;
    private final List<float[]> weights = new ArrayList<>(); // w of each map's channels

    /**
     * Over {@code features}, which are closed with this.
     *
     * @param network what they are called
     * @param linear the published weights of its maps, {@code lin0.model.1.weight} and so on
     * @throws zvrd.weights.WeightFormatException where they are missing
     */
    public Lpips(String network, ImageNetFeatures features, StateDict linear) {
        this.network = network;
        this.features = features;
        for (int channels : features.widths()) {
            String name = "lin" + weights.size() + ".model.1.weight";
            try (var scope = new TensorScope()) {
                weights.add(Tensors.toFloats(linear.get(name, 1, channels, 1, 1)));
            }
        }
    }

    /** With AlexNet, or else VGG-16, where {@code store} has both the network and the weights of its maps. */
    static Optional<Lpips> of(ModelStore store) {
        for (String[] pair : new String[][] {{"alexnet", "lpips-alex"}, {"vgg16", "lpips-vgg"}}) {
            if (store.find(pair[0]).isPresent() && store.find(pair[1]).isPresent()) {
                try (TensorFile network = store.open(pair[0]);
                        TensorFile linear = store.open(pair[1])) {
                    var features = new ImageNetFeatures(StateDict.of(network));
                    try {
                        return Optional.of(new Lpips(pair[0], features, StateDict.of(linear)));
                    } catch (RuntimeException wrong) {
                        features.close();
                        throw wrong;
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String name() {
        return "lpips";
    }

    @Override
    public String convention() {
        return "LPIPS 0.1 over " + network + ", frames at their own size";
    }

    /** The distance; NaN where the frame is too small for the network. */
    @Override
    public double of(Tensor restored, Tensor reference) {
        Levels.requireSameShape(restored, reference);
        if (Math.min(restored.size(2), restored.size(3)) < ImageNetFeatures.LEAST_SIDE) {
            return Double.NaN;
        }
        try (var scope = new TensorScope()) {
            List<Tensor> x = features.forward(normalised(restored));
            List<Tensor> y = features.forward(normalised(reference));
            double sum = 0;
            for (int map = 0; map < x.size(); map++) {
                Tensor w = Tensors.of(weights.get(map), 1, weights.get(map).length, 1, 1);
                Tensor squares = unit(x.get(map)).sub(unit(y.get(map))).square();
                sum += squares.mul(w).sum(1).mean().item_double();
            }
            return sum;
        }
    }

    private static Tensor normalised(Tensor frame) {
        return TensorScope.compute(() -> Levels.rounded(frame)
                .to(ScalarType.Float)
                .sub(Tensors.of(MEAN, 1, 3, 1, 1))
                .div(Tensors.of(SPREAD, 1, 3, 1, 1)));
    }

    /** Every place's channels scaled to length 1. */
    private static Tensor unit(Tensor map) {
        return TensorScope.compute(
                () -> map.div(map.square().sum(1).sqrt().unsqueeze(1).add(new Scalar(EPSILON))));
    }

    @Override
    public void close() {
        features.close();
    }
}
