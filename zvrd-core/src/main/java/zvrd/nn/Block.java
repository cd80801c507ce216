package zvrd.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** A numbered block of the U-Net: layers one after the other, the first being number 0 of it. */
record Block(String name, List<Layer> layers) {
    Block {
        layers = List.copyOf(layers);
    }

    /** x [N, C, H, W] to the last layer's output; {@code tap} sees every layer's. */
    Tensor forward(Tensor x, Pass pass, FeatureTap tap) {
        return between(0, layers.size(), x, pass, tap);
    }

    /** The layers from number {@code from} up to but without {@code to}, and {@code x} what enters the first of them. */
    Tensor between(int from, int to, Tensor x, Pass pass, FeatureTap tap) {
        return TensorScope.compute(() -> {
            Tensor h = x;
            for (int i = from; i < to; i++) {
                Tensor next = layers.get(i).forward(h, pass);
                if (h != x) {
                    h.close(); // the peak of memory is what is alive here
                }
                h = next;
                tap.output(name + "." + i, h);
            }
            if (to == layers.size()) {
                tap.output(name, h);
            }
            return h;
        });
    }

    /** The number of the first attention layer, or -1. */
    int attention() {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof AttentionBlock) {
                return i;
            }
        }
        return -1;
    }
}
