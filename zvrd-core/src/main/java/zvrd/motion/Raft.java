package zvrd.motion;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.Raft.Encoded;
import zvrd.nn.Raft.Flow;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** RAFT (Teed and Deng, arXiv:2003.12039): a frame is encoded once, and the flow of a pair found both ways at once. */
public final class Raft implements OpticalFlow {
    private final zvrd.nn.Raft network;
    private final int iterations;
    private final ShardWorkers workers;

    /** Frames of one size and what the network keeps of each, in arrays that may cross threads. */
    private record Clip(float[][] frames, int height, int width, float[][] features, float[][] context) {
        static Clip of(Tensor frames) {
            if (frames.dim() != 4 || frames.size(0) < 2 || frames.size(1) != 3) {
                throw new IllegalArgumentException(
                        "flow expects frames [N, 3, H, W], N at least 2, got " + Arrays.toString(frames.shape()));
            }
            var pixels = new float[(int) frames.size(0)][];
            TensorScope.run(() -> Arrays.setAll(pixels, n -> Tensors.toFloats(frames.select(0, n))));
            return new Clip(
                    pixels,
                    (int) frames.size(2),
                    (int) frames.size(3),
                    new float[pixels.length][],
                    new float[pixels.length][]);
        }

        FramePadding padding() {
            return FramePadding.of(height, width);
        }

        int count() {
            return frames.length;
        }
    }

    /**
     * Over {@code network}, which is closed with it.
     *
     * @param iterations how often a flow is refined, at least 1
     * @param threads how many frames or pairs are looked at at once; the flow does not depend on it
     */
    public Raft(zvrd.nn.Raft network, int iterations, int threads) {
        if (iterations < 1) {
            throw new IllegalArgumentException("RAFT refines at least once, got " + iterations + " iterations");
        }
        this.network = network;
        this.iterations = iterations;
        this.workers = new ShardWorkers(threads);
    }

    @Override
    public String name() {
        return "raft";
    }

    @Override
    public FlowPairs between(Tensor frames) {
        Clip clip = Clip.of(frames);
        int pairs = clip.count() - 1;
        int size = 2 * clip.height() * clip.width();
        float[] backward = new float[pairs * size];
        float[] forward = new float[pairs * size];
        workers.run(clip.count(), n -> TensorScope.run(() -> encode(clip, n)));
        workers.run(
                pairs,
                pair -> TensorScope.run(() -> {
                    float[] both = Tensors.toFloats(bothWays(clip, pair));
                    System.arraycopy(both, 0, forward, pair * size, size);
                    System.arraycopy(both, size, backward, pair * size, size);
                }));
        return FlowPairs.of(backward, forward, clip.height(), clip.width());
    }

    private void encode(Clip clip, int n) {
        Tensor frame = Tensors.of(clip.frames()[n], 1, 3, clip.height(), clip.width());
        Encoded encoded = network.encode(clip.padding().pad(frame));
        clip.features()[n] = Tensors.toFloats(encoded.features());
        clip.context()[n] = Tensors.toFloats(encoded.context());
    }

    /** The flow from frame {@code pair} to the next, and back; [2, 2, H, W]. */
    private Tensor bothWays(Clip clip, int pair) {
        Encoded from = encoded(clip, pair, pair + 1);
        Encoded to = encoded(clip, pair + 1, pair);
        Flow flow = network.flow(from, to, iterations);
        return clip.padding().crop(flow.full());
    }

    private static Encoded encoded(Clip clip, int first, int second) {
        return new Encoded(both(clip, clip.features(), first, second), both(clip, clip.context(), first, second));
    }

    private static Tensor both(Clip clip, float[][] maps, int first, int second) {
        FramePadding padding = clip.padding();
        long h = (padding.top() + clip.height() + padding.bottom()) / zvrd.nn.Raft.GRID;
        long w = (padding.left() + clip.width() + padding.right()) / zvrd.nn.Raft.GRID;
        long channels = maps[first].length / (h * w);
        return TensorScope.compute(() -> torch.cat(new TensorVector(
                Tensors.of(maps[first], 1, channels, h, w), Tensors.of(maps[second], 1, channels, h, w))));
    }

    @Override
    public void close() {
        workers.close();
        network.close();
    }
}
