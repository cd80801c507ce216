package zvrd.motion;

import java.util.Arrays;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Backward warping along a flow: warp(I, f)(u) = I(u + f(u)). Pixel centres lie at whole numbers, and what lies outside the
 * frame is its nearest pixel.
 *
 * <p>Whole displacements, and so zero, copy pixels bit for bit. The sampler takes coordinates as fractions of the image's
 * side, which would lose that; it is therefore shown images padded to sides that are powers of two, of which fractions are
 * exact. The padding is never seen, as coordinates are clamped to the frame.
 */
public final class FlowWarp {
    private static final long BILINEAR = 0;
    private static final long NEAREST = 1;
    private static final long CLAMPED = 1;

    private FlowWarp() {}

    /**
     * I(u + f(u)) by bilinear interpolation; differentiable to the image.
     *
     * @param image I, [N, C, H, W]
     * @param flow f in pixels, [N, 2, H, W]
     */
    public static Tensor warp(Tensor image, Tensor flow) {
        return sampled(image, flow, BILINEAR);
    }

    /** I(u + rint f(u)), halves to the even neighbour: every value is one of the image's. */
    public static Tensor nearest(Tensor image, Tensor flow) {
        return TensorScope.compute(() -> sampled(image, flow.round(), NEAREST));
    }

    /**
     * Wᵀ g, where W I = warp(I, f): each value of {@code gradient} spread over the four pixels it was sampled from.
     *
     * @param gradient g, [N, C, H, W]
     * @param flow f in pixels, [N, 2, H, W]
     */
    public static Tensor adjoint(Tensor gradient, Tensor flow) {
        requireSameGrid(gradient, flow);
        long height = flow.size(2);
        long width = flow.size(3);
        return TensorScope.compute(() -> {
            Tensor anyImage = torch.zeros(1)
                    .to(gradient.device(), gradient.scalar_type())
                    .expand(gradient.size(0), gradient.size(1), powerOfTwo(height), powerOfTwo(width));
            var imageOnly = new BoolPointer(2).put(0, true).put(1, false);
            Tensor spread = torch.grid_sampler_2d_backward(
                            gradient, anyImage, grid(flow, gradient), BILINEAR, CLAMPED, false, imageOnly)
                    .get0();
            return spread.narrow(2, 0, height).narrow(3, 0, width).contiguous();
        });
    }

    /** 1 where u + f(u) lies between the centres of the frame's outermost pixels, else 0; [N, 1, H, W]. */
    public static Tensor inside(Tensor flow) {
        return TensorScope.compute(() -> {
            Tensor across = within(position(flow, 0), flow.size(3));
            Tensor down = within(position(flow, 1), flow.size(2));
            return across.logical_and(down).unsqueeze(1).to(flow.scalar_type());
        });
    }

    /**
     * 1 where {@link #nearest} reads a pixel that no pixel before reads, going row by row, else 0; [N, 1, H, W]. Where it is
     * 1, numbers that are independent of each other stay so.
     *
     * @param flow f in pixels, [N, 2, H, W]
     */
    public static Tensor firstUse(Tensor flow) {
        int height = (int) flow.size(2);
        int width = (int) flow.size(3);
        int plane = height * width;
        float[] uv = Tensors.toFloats(flow);
        float[] first = new float[uv.length / 2];
        for (int n = 0; n < first.length / plane; n++) {
            boolean[] read = new boolean[plane];
            for (int p = 0; p < plane; p++) {
                int x = clamped(p % width + Math.rint(uv[2 * n * plane + p]), width);
                int y = clamped(p / width + Math.rint(uv[(2 * n + 1) * plane + p]), height);
                first[n * plane + p] = read[y * width + x] ? 0 : 1;
                read[y * width + x] = true;
            }
        }
        return Tensors.of(first, flow.size(0), 1, height, width);
    }

    private static int clamped(double position, int side) {
        return (int) Math.max(0, Math.min(side - 1.0, position));
    }

    private static Tensor within(Tensor position, long side) {
        return position.ge(new Scalar(0.0)).logical_and(position.le(new Scalar(side - 1.0)));
    }

    private static Tensor sampled(Tensor image, Tensor flow, long interpolation) {
        requireSameGrid(image, flow);
        return TensorScope.compute(() -> {
            long right = powerOfTwo(image.size(3)) - image.size(3);
            long below = powerOfTwo(image.size(2)) - image.size(2);
            Tensor padded = right + below == 0 ? image : torch.constant_pad_nd(image, 0, right, 0, below);
            return torch.grid_sampler_2d(padded, grid(flow, image), interpolation, CLAMPED, false);
        });
    }

    /** u + f(u) in the frame, as the sampler wants it in padded images of {@code image}'s type: [N, H, W, 2] in (-1, 1). */
    private static Tensor grid(Tensor flow, Tensor image) {
        Tensor x = fraction(position(flow, 0), flow.size(3));
        Tensor y = fraction(position(flow, 1), flow.size(2));
        return torch.stack(new TensorVector(x, y), 3).to(image.scalar_type());
    }

    /** (2x + 1) / P - 1 for x clamped to the {@code side} pixels of the frame, P those of the padded image. */
    private static Tensor fraction(Tensor x, long side) {
        double padded = powerOfTwo(side);
        return torch.clamp(x, number(0), number(side - 1.0))
                .mul(new Scalar(2 / padded))
                .add(new Scalar(1 / padded - 1));
    }

    /** u + f(u) along one axis: 0 across, 1 down; [N, H, W]. */
    private static Tensor position(Tensor flow, int axis) {
        long side = flow.size(3 - axis);
        Tensor u = torch.arange(new Scalar((double) side)).to(flow.device(), flow.scalar_type());
        return flow.select(1, axis).add(axis == 0 ? u : u.unsqueeze(1));
    }

    private static ScalarOptional number(double value) {
        return new ScalarOptional(new Scalar(value));
    }

    private static long powerOfTwo(long side) {
        return side <= 1 ? 1 : 2 * Long.highestOneBit(side - 1);
    }

    private static void requireSameGrid(Tensor image, Tensor flow) {
        boolean fits = image.dim() == 4
                && flow.dim() == 4
                && flow.size(1) == 2
                && image.size(0) == flow.size(0)
                && image.size(2) == flow.size(2)
                && image.size(3) == flow.size(3);
        if (!fits) {
            throw new IllegalArgumentException("flow expects [N, 2, H, W] of an image [N, C, H, W], got "
                    + Arrays.toString(Tensors.shape(flow)) + " for " + Arrays.toString(Tensors.shape(image)));
        }
    }
}
