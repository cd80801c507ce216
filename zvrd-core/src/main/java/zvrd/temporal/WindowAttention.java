package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.nn.Attention;
import zvrd.nn.AttentionSite;
import zvrd.tensor.TensorScope;

/**
 * Short-long-range attention (ZVRD eq. 4-7) of a whole window, whose frames are the entries of a batch: what {@link
 * SlrAttention} does frame by frame, in one graph, so that a gradient passes from a frame to its neighbours.
 */
final class WindowAttention implements Attention {
    private static final CrossNeighbourAttention NEIGHBOURS = new CrossNeighbourAttention();

    private final TrajectoryValues values;
    private final int patch;
    private final @Nullable List<Trajectories> paths;

    /**
     * Along ways that are known.
     *
     * @param values what keys and values along them are
     * @param patch downsampling of the layers that look along them
     * @param paths of every frame; null where only neighbours are looked at
     */
    WindowAttention(TrajectoryValues values, int patch, @Nullable List<Trajectories> paths) {
        this.values = values;
        this.patch = patch;
        this.paths = paths;
    }

    @Override
    public Tensor attend(AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v) {
        if (!site.decoder()) {
            return Attention.plain().attend(site, x, q, k, v);
        }
        Tensor across = NEIGHBOURS.attend(site, x, q, k, v);
        return paths == null || site.downsampling() != patch ? across : along(paths, q, k, v, across);
    }

    private Tensor along(List<Trajectories> ways, Tensor q, Tensor k, Tensor v, Tensor across) {
        return TensorScope.compute(() -> {
            var outputs = new TensorVector();
            for (int i = 0; i < ways.size(); i++) {
                Tensor own = across.narrow(0, i, 1);
                int[] others = TrajectoryAttention.others(i, ways.size());
                outputs.push_back(
                        switch (values) {
                            case FLATTEN ->
                                TrajectoryAttention.attend(
                                        own, of(across, others), of(across, others), ways.get(i), own);
                            case LITERAL ->
                                TrajectoryAttention.attend(own, of(k, others), of(v, others), ways.get(i), own);
                            case OLD_QK ->
                                TrajectoryAttention.attend(
                                        q.narrow(0, i, 1), of(k, others), of(across, others), ways.get(i), own);
                        });
            }
            return torch.cat(outputs, 0);
        });
    }

    private static List<Tensor> of(Tensor x, int... frames) {
        var picked = new ArrayList<Tensor>();
        for (int frame : frames) {
            picked.add(x.narrow(0, frame, 1));
        }
        return picked;
    }
}
