package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.Attention;
import zvrd.nn.AttentionSite;
import zvrd.tensor.TensorScope;

/**
 * Attention across neighbouring frames (ZVRD eq. 5): O_i = softmax(q_i [k_{i-1}, k_{i+1}]ᵀ / √ch) [v_{i-1}, v_{i+1}], the
 * frames of a window being the entries of a batch. A frame's own keys are not among them; the first and the last frame
 * have one neighbour, and a frame alone looks at itself.
 * Not every layer of a network is to attend so: see {@link SlrAttention}, which does the same frame by frame.
 */
public final class CrossNeighbourAttention implements Attention {
    @Override
    public Tensor attend(AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v) {
        int frames = (int) q.size(0);
        return TensorScope.compute(() -> {
            var outputs = new TensorVector();
            for (int i = 0; i < frames; i++) {
                int[] neighbours = neighbours(i, frames);
                outputs.push_back(ofFrame(
                        site, x.narrow(0, i, 1), q.narrow(0, i, 1), picked(k, neighbours), picked(v, neighbours)));
            }
            return torch.cat(outputs, 0);
        });
    }

    /** The frames that frame {@code i} of {@code frames} looks at, the earlier one first. */
    static int[] neighbours(int i, int frames) {
        if (frames == 1) {
            return new int[] {0};
        }
        if (i == 0) {
            return new int[] {1};
        }
        return i == frames - 1 ? new int[] {i - 1} : new int[] {i - 1, i + 1};
    }

    /** O_i [1, heads, T, ch] of one frame's queries and its neighbours' keys and values, each of q's shape. */
    static Tensor ofFrame(AttentionSite site, Tensor x, Tensor q, List<Tensor> keys, List<Tensor> values) {
        return TensorScope.compute(() -> Attention.plain().attend(site, x, q, sideBySide(keys), sideBySide(values)));
    }

    private static Tensor sideBySide(List<Tensor> tokens) {
        return tokens.size() == 1 ? tokens.get(0) : torch.cat(new TensorVector(tokens.toArray(new Tensor[0])), 2);
    }

    private static List<Tensor> picked(Tensor x, int[] frames) {
        var picked = new ArrayList<Tensor>();
        for (int frame : frames) {
            picked.add(x.narrow(0, frame, 1));
        }
        return picked;
    }
}
