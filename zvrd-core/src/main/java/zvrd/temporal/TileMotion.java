package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.motion.FlowGrid;
import zvrd.motion.Motion;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * What is known of the ways through a tile before its frames are evaluated; for all threads to read.
 *
 * @param size the shape of one frame of the tile, [1, 3, h, w]
 * @param patch pixels per position of the feature map, along one side
 * @param x0 of every frame the clean image of the step before
 * @param flow of every frame the flow into its neighbour: the frame before it, and of the first the one after it
 * @param seen of every frame 1 where its pixels are visible there, else 0
 * @param links by flow, between the positions of neighbouring maps
 * @param best of every frame the trajectories that the step before took; null where there was none
 */
public record TileMotion(
        long[] size,
        int patch,
        List<float[]> x0,
        List<float[]> flow,
        List<float[]> seen,
        List<PairLinks> links,
        @Nullable List<Trajectories> best) {

    /**
     * Takes it from tensors.
     *
     * @param motion in the tile, its frames' sides being multiples of {@code patch}
     * @param x0 [N, 3, h, w], N at least 2
     */
    public static TileMotion of(Motion motion, Tensor x0, int patch, @Nullable List<Trajectories> best) {
        try (var scope = new TensorScope()) {
            var images = new ArrayList<float[]>();
            var flow = new ArrayList<float[]>();
            var seen = new ArrayList<float[]>();
            for (int i = 0; i < x0.size(0); i++) {
                int pair = Math.max(i - 1, 0);
                images.add(Tensors.toFloats(x0.narrow(0, i, 1)));
                flow.add(Tensors.toFloats(
                        (i == 0 ? motion.flow().forward() : motion.flow().backward()).narrow(0, pair, 1)));
                seen.add(Tensors.toFloats((i == 0 ? motion.seenAfter() : motion.seenBefore()).narrow(0, pair, 1)));
            }
            long[] size = {1, x0.size(1), x0.size(2), x0.size(3)};
            List<PairLinks> links = PairLinks.along(FlowGrid.of(motion, patch));
            return new TileMotion(size, patch, images, flow, seen, links, best);
        }
    }

    /** x̂0 of the step before, [1, 3, h, w]. */
    Tensor image(int frame) {
        return Tensors.of(x0.get(frame), size);
    }

    /** The flow of {@code frame} into its neighbour, [1, 2, h, w]. */
    Tensor flowOf(int frame) {
        return Tensors.of(flow.get(frame), 1, 2, size[2], size[3]);
    }

    /** 1 where {@code frame}'s pixels are seen in its neighbour, else 0; [1, 1, h, w]. */
    Tensor seenOf(int frame) {
        return Tensors.of(seen.get(frame), 1, 1, size[2], size[3]);
    }
}
