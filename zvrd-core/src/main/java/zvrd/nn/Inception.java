package zvrd.nn;

import static java.util.Arrays.asList;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.StateDict;
import zvrd.weights.WeightFormatException;

/**
 * Inception-v3 (arXiv:1512.00567) up to its last mean, as FID was published with it, by the names of pytorch-fid and
 * torchvision. Two things are not as in the paper: means at the border leave out what lies outside, and the last block takes
 * maxima where all others take means.
 *
 * <p>Owns its parameters until it is closed; calls may run in several threads at once.
 */
public final class Inception implements AutoCloseable {
    /** Side of the images it looks at. */
    public static final int SIDE = 299;

    private static final String FIRST = "Conv2d_1a_3x3";
    private static final int WIDTH = 32; // of the first convolution, as published

    private final Parameters parameters;
    private final int narrower; // than published
    private final List<UnaryOperator<Tensor>> blocks = new ArrayList<>();

    /**
     * Reads the network; a classifier behind it is left alone.
     *
     * @throws WeightFormatException where a tensor is missing or misshapen
     */
    public Inception(StateDict weights) {
        if (!weights.has(FIRST + ".conv.weight")) {
            throw new WeightFormatException(
                    weights.path(), "has no " + FIRST + ".conv.weight as pytorch-fid's Inception has");
        }
        long width = weights.info(FIRST + ".conv.weight").shape()[0];
        if (width < 1 || WIDTH % width != 0) {
            throw new WeightFormatException(weights.path(), "begins with " + width + " channels, expected " + WIDTH);
        }
        this.narrower = Math.toIntExact(WIDTH / width);
        this.parameters = Parameters.constant(new FoldedNorms(weights), Precision.FLOAT32);
        try {
            build();
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /**
     * What it has understood of images.
     *
     * @param x [N, 3, {@link #SIDE}, {@link #SIDE}] in [-1, 1]
     * @return [N, 2048] in the caller's scope
     */
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> {
            Tensor h = x;
            for (UnaryOperator<Tensor> block : blocks) {
                h = block.apply(h);
            }
            return h.mean(2, 3);
        });
    }

    @Override
    public void close() {
        parameters.close();
    }

    private void build() {
        blocks.add(conv(FIRST, 3, 32, 3, 3, 2, 0));
        blocks.add(conv("Conv2d_2a_3x3", 32, 32, 3, 3, 1, 0));
        blocks.add(conv("Conv2d_2b_3x3", 32, 64, 3, 3, 1, 1));
        blocks.add(Inception::strongest);
        blocks.add(conv("Conv2d_3b_1x1", 64, 80, 1, 1, 1, 0));
        blocks.add(conv("Conv2d_4a_3x3", 80, 192, 3, 3, 1, 0));
        blocks.add(Inception::strongest);
        blocks.add(fine("Mixed_5b", 192, 32));
        blocks.add(fine("Mixed_5c", 256, 64));
        blocks.add(fine("Mixed_5d", 288, 64));
        blocks.add(side(
                chain("Mixed_6a", 288, step("branch3x3", 384, 3, 3, 2)),
                chain(
                        "Mixed_6a",
                        288,
                        step("branch3x3dbl_1", 64, 1, 1),
                        step("branch3x3dbl_2", 96, 3, 3),
                        step("branch3x3dbl_3", 96, 3, 3, 2)),
                Inception::strongest));
        blocks.add(middle("Mixed_6b", 128));
        blocks.add(middle("Mixed_6c", 160));
        blocks.add(middle("Mixed_6d", 160));
        blocks.add(middle("Mixed_6e", 192));
        blocks.add(side(
                chain("Mixed_7a", 768, step("branch3x3_1", 192, 1, 1), step("branch3x3_2", 320, 3, 3, 2)),
                chain(
                        "Mixed_7a",
                        768,
                        step("branch7x7x3_1", 192, 1, 1),
                        step("branch7x7x3_2", 192, 1, 7),
                        step("branch7x7x3_3", 192, 7, 1),
                        step("branch7x7x3_4", 192, 3, 3, 2)),
                Inception::strongest));
        blocks.add(coarse("Mixed_7b", 1280, Inception::mean));
        blocks.add(coarse("Mixed_7c", 2048, Inception::strongestAround));
    }

    /** Inception-A. */
    private UnaryOperator<Tensor> fine(String block, int in, int pooled) {
        return side(
                chain(block, in, step("branch1x1", 64, 1, 1)),
                chain(block, in, step("branch5x5_1", 48, 1, 1), step("branch5x5_2", 64, 5, 5)),
                chain(
                        block,
                        in,
                        step("branch3x3dbl_1", 64, 1, 1),
                        step("branch3x3dbl_2", 96, 3, 3),
                        step("branch3x3dbl_3", 96, 3, 3)),
                after(Inception::mean, chain(block, in, step("branch_pool", pooled, 1, 1))));
    }

    /** Inception-C, 7 × 7 in two lines. */
    private UnaryOperator<Tensor> middle(String block, int inner) {
        return side(
                chain(block, 768, step("branch1x1", 192, 1, 1)),
                chain(
                        block,
                        768,
                        step("branch7x7_1", inner, 1, 1),
                        step("branch7x7_2", inner, 1, 7),
                        step("branch7x7_3", 192, 7, 1)),
                chain(
                        block,
                        768,
                        step("branch7x7dbl_1", inner, 1, 1),
                        step("branch7x7dbl_2", inner, 7, 1),
                        step("branch7x7dbl_3", inner, 1, 7),
                        step("branch7x7dbl_4", inner, 7, 1),
                        step("branch7x7dbl_5", 192, 1, 7)),
                after(Inception::mean, chain(block, 768, step("branch_pool", 192, 1, 1))));
    }

    /** Inception-E, whose 3 × 3 are two lines side by side. */
    private UnaryOperator<Tensor> coarse(String block, int in, UnaryOperator<Tensor> pool) {
        return side(
                chain(block, in, step("branch1x1", 320, 1, 1)),
                after(
                        chain(block, in, step("branch3x3_1", 384, 1, 1)),
                        side(
                                chain(block, 384, step("branch3x3_2a", 384, 1, 3)),
                                chain(block, 384, step("branch3x3_2b", 384, 3, 1)))),
                after(
                        chain(block, in, step("branch3x3dbl_1", 448, 1, 1), step("branch3x3dbl_2", 384, 3, 3)),
                        side(
                                chain(block, 384, step("branch3x3dbl_3a", 384, 1, 3)),
                                chain(block, 384, step("branch3x3dbl_3b", 384, 3, 1)))),
                after(pool, chain(block, in, step("branch_pool", 192, 1, 1))));
    }

    /** One convolution of a chain, as it is published. */
    private record Step(String name, int out, int height, int width, int stride) {}

    private static Step step(String name, int out, int height, int width) {
        return new Step(name, out, height, width, 1);
    }

    private static Step step(String name, int out, int height, int width, int stride) {
        return new Step(name, out, height, width, stride);
    }

    /** One after another; those that do not stride keep the map's size. */
    private UnaryOperator<Tensor> chain(String block, int in, Step... steps) {
        List<UnaryOperator<Tensor>> convs = new ArrayList<>();
        int channels = in;
        for (Step step : steps) {
            int padded = step.stride() == 1 ? 1 : 0;
            convs.add(conv(
                    block + "." + step.name(),
                    channels,
                    step.out(),
                    step.height(),
                    step.width(),
                    step.stride(),
                    padded));
            channels = step.out();
        }
        return x -> TensorScope.compute(() -> {
            Tensor h = x;
            for (UnaryOperator<Tensor> conv : convs) {
                h = conv.apply(h);
            }
            return h;
        });
    }

    @SafeVarargs
    private static UnaryOperator<Tensor> side(UnaryOperator<Tensor>... branches) {
        List<UnaryOperator<Tensor>> all = List.copyOf(asList(branches));
        return x -> TensorScope.compute(() -> {
            var maps = new TensorVector();
            all.forEach(branch -> maps.push_back(branch.apply(x)));
            return torch.cat(maps, 1);
        });
    }

    private static UnaryOperator<Tensor> after(UnaryOperator<Tensor> first, UnaryOperator<Tensor> then) {
        return x -> TensorScope.compute(() -> then.apply(first.apply(x)));
    }

    /** A convolution with its norm folded in, and a rectifier; {@code padded} 1 keeps the map's size. */
    private UnaryOperator<Tensor> conv(String name, int in, int out, int height, int width, int stride, int padded) {
        int channels = in == 3 ? 3 : in / narrower;
        Parameters own = parameters.at(name);
        Tensor kernel = own.get(FoldedNorms.KERNEL, Initial.ZERO, out / narrower, channels, height, width);
        Tensor shift = own.get(FoldedNorms.SHIFT, Initial.ZERO, out / narrower);
        long[] strides = {stride, stride};
        long[] padding = {padded * (height / 2), padded * (width / 2)};
        return x -> TensorScope.compute(
                () -> torch.conv2d(x, kernel, new TensorOptional(shift), strides, padding, new long[] {1, 1}, 1)
                        .relu());
    }

    private static Tensor strongest(Tensor x) {
        return maximum(x, 2, 0);
    }

    private static Tensor strongestAround(Tensor x) {
        return maximum(x, 1, 1);
    }

    private static Tensor maximum(Tensor x, long stride, long padding) {
        return torch.max_pool2d(
                x,
                new long[] {3, 3},
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                false);
    }

    private static Tensor mean(Tensor x) {
        return torch.avg_pool2d(x, new long[] {3, 3}, new long[] {1, 1}, new long[] {1, 1}, false, false, null);
    }
}
