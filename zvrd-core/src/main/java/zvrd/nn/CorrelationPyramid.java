package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * How alike every pixel of one map of features is to every pixel of another, ⟨f(p), g(q)⟩/√D, and the means of that over
 * ever larger squares of q.
 *
 * @param levels [N·h·w, 1, h/2^l, w/2^l], a plane for every p
 * @param radius r: how far around a place q correlations are looked up, in pixels of each level
 */
record CorrelationPyramid(List<Tensor> levels, int radius) {
    private static final int LEVELS = 4;
    private static final long BILINEAR = 0;
    private static final long ZEROS = 0;

    /** Numbers looked up for every pixel. */
    static int channels(int radius) {
        return LEVELS * (2 * radius + 1) * (2 * radius + 1);
    }

    /** Of {@code from} f and {@code to} g, both [N, D, h, w]; its tensors are in the caller's scope. */
    static CorrelationPyramid of(Tensor from, Tensor to, int radius) {
        long height = to.size(2);
        long width = to.size(3);
        Tensor volume = TensorScope.compute(() -> from.div(new Scalar(Math.sqrt(from.size(1))))
                .flatten(2, 3)
                .transpose(1, 2)
                .matmul(to.flatten(2, 3))
                .view(-1, 1, height, width));
        var levels = new ArrayList<Tensor>();
        levels.add(volume);
        while (levels.size() < LEVELS) {
            levels.add(torch.avg_pool2d(levels.get(levels.size() - 1), 2));
        }
        return new CorrelationPyramid(levels, radius);
    }

    /**
     * The correlations of every p with the (2r + 1)² places around its match, bilinearly and zero outside.
     *
     * @param matches x and y of the match of every p in pixels of the finest level, [N, 2, h, w]
     * @return [N, levels · (2r + 1)², h, w]; the channels of a level go through x first, then y
     */
    Tensor lookup(Tensor matches) {
        return TensorScope.compute(() -> {
            Tensor centres = matches.permute(0, 2, 3, 1).reshape(-1, 1, 1, 2);
            Tensor window = window();
            var samples = new TensorVector();
            for (int level = 0; level < LEVELS; level++) {
                Tensor plane = levels.get(level);
                Tensor places = centres.mul(new Scalar(1.0 / (1 << level))).add(window);
                samples.push_back(torch.grid_sampler_2d(plane, grid(places, plane), BILINEAR, ZEROS, false)
                        .view(plane.size(0), -1));
            }
            return torch.cat(samples, 1)
                    .view(matches.size(0), matches.size(2), matches.size(3), -1)
                    .permute(0, 3, 1, 2)
                    .contiguous();
        });
    }

    /** (2x + 1)/w - 1 and the same for y, which is what the sampler takes for the pixel (x, y); {@code places} are used up. */
    private static Tensor grid(Tensor places, Tensor plane) {
        float across = plane.size(3);
        float down = plane.size(2);
        Tensor scale = Tensors.of(new float[] {2 / across, 2 / down}, 2);
        Tensor shift = Tensors.of(new float[] {1 / across - 1, 1 / down - 1}, 2);
        return places.mul_(scale).add_(shift);
    }

    /** (a - r, b - r) in row a and column b, [1, 2r + 1, 2r + 1, 2]. */
    private Tensor window() {
        int side = 2 * radius + 1;
        float[] offsets = new float[side * side * 2];
        for (int k = 0; k < side * side; k++) {
            offsets[2 * k] = k / side - radius;
            offsets[2 * k + 1] = k % side - radius;
        }
        return Tensors.of(offsets, 1, side, side, 2);
    }
}
