package zvrd.restore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.backbone.GradientReach;
import zvrd.diffusion.NetworkGradient;
import zvrd.nn.Attention;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * The way back through a {@link WindowDenoiser}: ε is the sum over tiles of w_k ε_k(cut_k x), so Jᵀu is the sum of
 * cut_kᵀ J_kᵀ(w_k u). A piece of work is a tile of one frame, whose neighbours are taken to stay as they were, or that of
 * all frames at once.
 */
final class WindowGradient {
    private static final int COLOURS = 3;

    private final NetworkWorkers workers;
    private final NetworkGradient network;
    private final TilePlan plan;
    private final List<Tile> tiles;
    private final int ahead;
    private final int still;
    private final GradientReach reach;

    /** The frames from {@code first} on of one tile. */
    private record Piece(int first, Tile tile, Future<List<float[]>> result) {}

    /**
     * For frames of the plan's size.
     *
     * @param ahead pieces that are begun before the first is waited for
     * @param still frames at the window's beginning that are known, whose gradient nobody needs: it is 0
     * @param reach whether a gradient passes from frame to frame
     */
    WindowGradient(
            NetworkWorkers workers, NetworkGradient network, TilePlan plan, int ahead, int still, GradientReach reach) {
        this.workers = workers;
        this.network = network;
        this.plan = plan;
        this.tiles = plan.tiles();
        this.ahead = ahead;
        this.still = still;
        this.reach = reach;
    }

    /** Whether a gradient passes from frame to frame. */
    boolean coupled() {
        return reach == GradientReach.COUPLED;
    }

    /** Whether {@code frame} is evaluated again by itself, for which what it heard of its neighbours has to be kept. */
    boolean replays(int frame) {
        return !coupled() && frame >= still;
    }

    /**
     * Jᵀu frame by frame.
     *
     * @param frames of x_t, each [3, H, W]
     * @param looked of every tile and frame how it looked at its neighbours
     * @param u [N, 3, H, W]
     */
    Tensor ofFrames(List<float[]> frames, int t, Attention[][] looked, Tensor u) {
        List<float[]> weights = Tensors.framesOf(u);
        var sums = new Sums(frames.size());
        for (int n = 0; n < looked.length; n++) {
            for (int i = still; i < frames.size(); i++) {
                sums.add(begin(n, i, frames.subList(i, i + 1), t, looked[n][i], weights.subList(i, i + 1)));
            }
        }
        return sums.finished();
    }

    /** Jᵀu of all frames together, which look at each other as {@code looked} says of every tile. */
    Tensor ofWindow(List<float[]> frames, int t, Attention[] looked, Tensor u) {
        List<float[]> weights = Tensors.framesOf(u);
        for (int i = 0; i < still; i++) {
            weights.set(i, new float[weights.get(i).length]);
        }
        var sums = new Sums(frames.size());
        for (int n = 0; n < looked.length; n++) {
            sums.add(begin(n, 0, frames, t, looked[n], weights));
        }
        return sums.finished();
    }

    private Piece begin(int n, int first, List<float[]> xt, int t, Attention attention, List<float[]> u) {
        Tile tile = tiles.get(n);
        List<float[]> pixels = xt.stream()
                .map(frame -> tile.cut(frame, COLOURS, plan.height(), plan.width()))
                .toList();
        List<float[]> shares = u.stream()
                .map(frame -> tile.share(frame, COLOURS, plan.height(), plan.width()))
                .toList();
        return new Piece(
                first,
                tile,
                workers.submit(turn -> Tensors.framesOf(network.pullBack(
                        batch(pixels, tile.height(), tile.width()),
                        t,
                        attention,
                        batch(shares, tile.height(), tile.width())))));
    }

    private static Tensor batch(List<float[]> frames, int height, int width) {
        return TensorScope.compute(() -> {
            var images = new ArrayList<Tensor>();
            for (float[] frame : frames) {
                images.add(Tensors.of(frame, 1, COLOURS, height, width));
            }
            return torch.cat(new TensorVector(images.toArray(new Tensor[0])), 0);
        });
    }

    /** Gradients of whole frames, to which those of tiles are added in the order in which they were begun. */
    private final class Sums {
        private final float[][] frames;
        private final Queue<Piece> underWay = new ArrayDeque<>();

        Sums(int count) {
            this.frames = new float[count][COLOURS * plan.height() * plan.width()];
        }

        void add(Piece begun) {
            underWay.add(begun);
            if (underWay.size() >= ahead) {
                settle(underWay.remove());
            }
        }

        Tensor finished() {
            underWay.forEach(this::settle);
            return batch(List.of(frames), plan.height(), plan.width());
        }

        private void settle(Piece piece) {
            int frame = piece.first();
            for (float[] gradient : NetworkWorkers.await(piece.result())) {
                if (frame >= still) {
                    piece.tile().putBack(gradient, frames[frame], COLOURS, plan.height(), plan.width());
                }
                frame++;
            }
        }
    }
}
