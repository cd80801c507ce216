package zvrd.metrics;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The Fréchet distance between the frames of a restored clip and of its reference, as Inception sees them. */
final class Fid implements Measure {
    static final String NAME = "fid";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String convention() {
        return "Frechet distance between the 2048 Inception features (pytorch-fid's) of the restored frames and of the"
                + " reference's; compare only clips of equally many frames";
    }

    /** The distance of two sets of features, NaN where one has fewer than two. */
    static double of(List<float[]> restored, List<float[]> reference) {
        if (restored.size() < 2 || reference.size() < 2) {
            return Double.NaN;
        }
        try (var scope = new TensorScope()) {
            return Frechet.distance(rows(restored), rows(reference));
        }
    }

    private static Tensor rows(List<float[]> features) {
        var rows = new TensorVector();
        for (float[] vector : features) {
            rows.push_back(Tensors.of(vector, 1, vector.length));
        }
        return torch.cat(rows, 0);
    }
}
