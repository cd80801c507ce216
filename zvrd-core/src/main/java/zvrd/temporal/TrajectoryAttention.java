package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;

/**
 * Attention along trajectories (ZVRD eq. 7): every position looks at where it is found in the other frames, itself left
 * out. Which tensors are Q, K and V is for {@link TrajectoryValues} to say.
 */
public final class TrajectoryAttention {
    private static final double NOWHERE = -1e9; // as a score: a weight of 0, and finite where all are absent

    private TrajectoryAttention() {}

    /** The frames besides {@code frame}, in order. */
    public static int[] others(int frame, int frames) {
        int[] others = new int[frames - 1];
        for (int n = 0; n < others.length; n++) {
            others[n] = n < frame ? n : n + 1;
        }
        return others;
    }

    /**
     * softmax(q(p) · K_Traj / √ch) V_Traj at every position p of one frame, in float32.
     *
     * @param q queries [1, heads, T, ch]
     * @param keys of the {@link #others} in their order, each like q
     * @param values of the others, each like q
     * @param paths the trajectories of the frame's positions
     * @param output what stays where a position is found in no other frame, like q
     * @return [1, heads, T, ch] in the type of {@code output}
     */
    public static Tensor attend(Tensor q, List<Tensor> keys, List<Tensor> values, Trajectories paths, Tensor output) {
        int[] others = others(paths.frame(), paths.frames());
        return TensorScope.compute(() -> {
            Tensor query = q.to(ScalarType.Float).mul(new Scalar(1 / Math.sqrt(q.size(3))));
            var places = new ArrayList<Tensor>();
            var scores = new TensorVector();
            var absent = new TensorVector();
            for (int n = 0; n < others.length; n++) {
                Tensor place = Positions.of(paths.in(others[n])).to(q.device(), ScalarType.Long); // [T]
                Tensor gone = place.lt(new Scalar(0.0));
                places.add(place.clamp_min(new Scalar(0L)));
                Tensor score = query.mul(at(keys.get(n), places.get(n))).sum(3); // [1, heads, T]
                scores.push_back(score.masked_fill(gone, new Scalar(NOWHERE)));
                absent.push_back(gone);
            }
            Tensor weights = torch.softmax(torch.stack(scores, 3), 3); // [1, heads, T, N - 1]
            Tensor mixed = torch.zeros_like(query);
            for (int n = 0; n < others.length; n++) {
                mixed = mixed.addcmul(weights.narrow(3, n, 1), at(values.get(n), places.get(n)));
            }
            Tensor alone = torch.stack(absent, 0).all(0, false).unsqueeze(1); // [T, 1]
            return torch.where(alone, output, mixed.to(output.scalar_type()));
        });
    }

    private static Tensor at(Tensor tokens, Tensor places) {
        return tokens.index_select(2, places).to(ScalarType.Float);
    }
}
