package zvrd.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;

/** Group normalisation over 32 groups with statistics in float32, whatever the type of its input. */
record GroupNorm(Tensor weight, Tensor bias) {
    static final int GROUPS = 32;
    private static final double EPSILON = 1e-5;

    static GroupNorm of(Parameters parameters, int channels) {
        return new GroupNorm(
                parameters.get("weight", Initial.ONE, channels), parameters.get("bias", Initial.ZERO, channels));
    }

    Tensor apply(Tensor x) {
        return normalised(x, weight, bias);
    }

    /**
     * norm(x)·(1 + scale) + shift, with scale and shift the halves of {@code scaleShift} [B, 2C].
     *
     * <p>One row holds for all images and goes into the norm's own weight and bias, at no pass over x. So do rows of
     * their own where channels lie first: the images stand side by side there, as channels of one.
     */
    Tensor apply(Tensor x, Tensor scaleShift) {
        long channels = weight.size(0);
        Tensor gain = torch.add(scaleShift.narrow(1, 0, channels), one());
        Tensor shift = scaleShift.narrow(1, channels, channels);
        if (scaleShift.size(0) == 1) {
            Tensor row = gain.squeeze(0);
            return normalised(x, weight.mul(row), torch.addcmul(shift.squeeze(0), bias, row));
        }
        if (x.is_contiguous()) {
            return sideBySide(
                    x,
                    weight.mul(gain).flatten(),
                    torch.addcmul(shift, bias, gain).flatten());
        }
        return torch.addcmul(overPixels(shift, x), apply(x), overPixels(gain, x));
    }

    private static Tensor sideBySide(Tensor x, Tensor weights, Tensor biases) { // of all images, [N·C]
        Tensor one = x.view(1, weights.size(0), x.size(2), x.size(3));
        return normalisedAsLaidOut(one, x.size(0) * GROUPS, weights, biases)
                .view(x.size(0), x.size(1), x.size(2), x.size(3));
    }

    private static Tensor normalised(Tensor x, Tensor weight, Tensor bias) {
        if (!slowWithChannelsLast(x)) {
            return normalisedAsLaidOut(x, GROUPS, weight, bias);
        }
        return TensorScope.compute(
                () -> normalisedAsLaidOut(x.contiguous(), GROUPS, weight, bias).contiguous(MemoryFormat.ChannelsLast));
    }

    private static Tensor normalisedAsLaidOut(Tensor x, long groups, Tensor weight, Tensor bias) {
        return torch.group_norm(x, groups, new TensorOptional(weight), new TensorOptional(bias), EPSILON, false);
    }

    /**
     * libtorch goes element by element through small maps whose groups are narrower than its vectors, and its gradient is 20
     * times slower with channels last.
     */
    private static boolean slowWithChannelsLast(Tensor x) {
        if (x.requires_grad()) {
            return !x.is_contiguous();
        }
        long vector = x.scalar_type() == ScalarType.Float ? 8 : 16;
        return !x.is_contiguous() && x.size(2) * x.size(3) < 1024 && x.size(1) / GROUPS % vector != 0;
    }

    private static Tensor overPixels(Tensor perChannel, Tensor x) { // [N, C] -> [N, C, 1, 1] in x's type
        return perChannel.to(x.scalar_type()).unsqueeze(2).unsqueeze(3);
    }

    private static Scalar one() {
        return new Scalar(1.0);
    }
}
