package zvrd.restore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.diffusion.NetworkGradient;
import zvrd.nn.Attention;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * The way back through a {@link WindowDenoiser}: ε is the sum over tiles of w_k ε_k(cut_k x), so Jᵀu is the sum of
 * cut_kᵀ J_kᵀ(w_k u). A piece of work is one frame's tile, whose neighbours are taken to stay as they were.
 */
final class WindowGradient {
    private static final int COLOURS = 3;

    private final NetworkWorkers workers;
    private final NetworkGradient network;
    private final TilePlan plan;
    private final List<Tile> tiles;
    private final int ahead;
    private final int still;

    private record Piece(int frame, Tile tile, Future<float[]> result) {}

    /**
     * For frames of the plan's size.
     *
     * @param ahead pieces that are begun before the first is waited for
     * @param still frames at the window's beginning that are known, whose gradient nobody needs: it is 0
     */
    WindowGradient(NetworkWorkers workers, NetworkGradient network, TilePlan plan, int ahead, int still) {
        this.workers = workers;
        this.network = network;
        this.plan = plan;
        this.tiles = plan.tiles();
        this.ahead = ahead;
        this.still = still;
    }

    /**
     * Jᵀu.
     *
     * @param frames of x_t, each [3, H, W]
     * @param looked of every tile and frame how it looked at its neighbours
     * @param u [N, 3, H, W]
     */
    Tensor pullBack(List<float[]> frames, int t, Attention[][] looked, Tensor u) {
        List<float[]> weights = Tensors.framesOf(u);
        float[][] sums = new float[frames.size()][COLOURS * plan.height() * plan.width()];
        Queue<Piece> underWay = new ArrayDeque<>();
        for (int n = 0; n < tiles.size(); n++) {
            for (int frame = still; frame < frames.size(); frame++) {
                if (underWay.size() == ahead) {
                    add(underWay.remove(), sums);
                }
                Attention attention = looked[n][frame];
                underWay.add(begin(frame, tiles.get(n), frames.get(frame), t, attention, weights.get(frame)));
            }
        }
        while (!underWay.isEmpty()) {
            add(underWay.remove(), sums);
        }
        return stacked(sums);
    }

    private Piece begin(int frame, Tile tile, float[] xt, int t, Attention attention, float[] u) {
        float[] pixels = tile.cut(xt, COLOURS, plan.height(), plan.width());
        float[] share = tile.share(u, COLOURS, plan.height(), plan.width());
        Future<float[]> result = workers.submit(
                turn -> Tensors.toFloats(network.pullBack(image(tile, pixels), t, attention, image(tile, share))));
        return new Piece(frame, tile, result);
    }

    private static Tensor image(Tile tile, float[] values) {
        return Tensors.of(values, 1, COLOURS, tile.height(), tile.width());
    }

    private void add(Piece piece, float[][] sums) {
        float[] gradient = NetworkWorkers.await(piece.result());
        piece.tile().putBack(gradient, sums[piece.frame()], COLOURS, plan.height(), plan.width());
    }

    private Tensor stacked(float[][] frames) {
        return TensorScope.compute(() -> {
            var images = new ArrayList<Tensor>();
            for (float[] frame : frames) {
                images.add(Tensors.of(frame, 1, COLOURS, plan.height(), plan.width()));
            }
            return torch.cat(new TensorVector(images.toArray(new Tensor[0])), 0);
        });
    }
}
