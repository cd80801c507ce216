package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;
import zvrd.weights.WeightFormatException;

/**
 * The convolutions of a network that learned ImageNet's classes, by torchvision's names: AlexNet (arXiv:1404.5997) or VGG-16
 * (arXiv:1409.1556), of whatever widths the tensors have.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once.
 */
public final class ImageNetFeatures implements AutoCloseable {
    /** Images may not be smaller along a side: AlexNet's last map would have nothing in it. */
    public static final int LEAST_SIDE = 31;

    private static final int ALEX_NET_SIDE = 11; // of the first kernel

    private final Parameters parameters;
    private final StateDict weights;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private int channels = 3;

    /** Convolutions up to a map that is looked at, behind maxima over windows of side {@code pool}, 0 for none, two apart. */
    private record Stage(int pool, List<Conv> convs) {
        Tensor apply(Tensor x) {
            return TensorScope.compute(() -> {
                Tensor h = pool == 0 ? x.alias() : pooled(x);
                for (Conv conv : convs) {
                    h = conv.apply(h).relu();
                }
                return h;
            });
        }

        private Tensor pooled(Tensor x) {
            return torch.max_pool2d(
                    x, new long[] {pool, pool}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, false);
        }
    }

    /**
     * Reads the convolutions; a classifier behind them is left alone.
     *
     * @throws WeightFormatException where a tensor is missing or misshapen
     */
    public ImageNetFeatures(StateDict weights) {
        this.weights = weights;
        this.parameters = Parameters.constant((name, initial, shape) -> weights.get(name, shape), Precision.FLOAT32);
        try {
            if (shape(0)[2] == ALEX_NET_SIDE) {
                stage(0, 11, 4, 2, 0);
                stage(3, 5, 1, 2, 3);
                stage(3, 3, 1, 1, 6);
                stage(0, 3, 1, 1, 8);
                stage(0, 3, 1, 1, 10);
            } else {
                stage(0, 3, 1, 1, 0, 2);
                stage(2, 3, 1, 1, 5, 7);
                stage(2, 3, 1, 1, 10, 12, 14);
                stage(2, 3, 1, 1, 17, 19, 21);
                stage(2, 3, 1, 1, 24, 26, 28);
            }
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** How many channels each of the five maps has. */
    public List<Integer> widths() {
        return widths;
    }

    /**
     * The maps behind the last rectifier of each of the five stages.
     *
     * @param x normalised images [N, 3, H, W], of {@link #LEAST_SIDE} pixels at least along a side
     * @return five maps [N, C, h, w] in the caller's scope
     */
    public List<Tensor> forward(Tensor x) {
        List<Tensor> maps = new ArrayList<>();
        Tensor h = x;
        for (Stage stage : stages) {
            h = stage.apply(h);
            maps.add(h);
        }
        return maps;
    }

    @Override
    public void close() {
        parameters.close();
    }

    private void stage(int pool, int side, int stride, int padding, int... places) {
        List<Conv> convs = new ArrayList<>();
        for (int place : places) {
            int out = Math.toIntExact(shape(place)[0]);
            convs.add(Conv.of(parameters.at("features." + place), channels, out, side, stride, padding));
            channels = out;
        }
        stages.add(new Stage(pool, convs));
        widths.add(channels);
    }

    private long[] shape(int place) {
        String name = "features." + place + ".weight";
        if (!weights.has(name) || weights.info(name).shape().length != 4) {
            throw new WeightFormatException(
                    weights.path(),
                    "has no kernel " + WeightFormatException.quoted(name)
                            + " as torchvision's AlexNet and VGG-16 have");
        }
        return weights.info(name).shape();
    }
}
