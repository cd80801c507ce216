package zvrd.temporal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.motion.FlowWarp;
import zvrd.motion.Motion;
import zvrd.temporal.NoiseSettings.Transport;
import zvrd.tensor.TensorScope;

/**
 * The third idea of the paper: all frames begin with the same noise and draw the same at every step, and where a pixel is
 * seen in the frame before, its noise comes from there,
 *
 * <pre>z_i ← M_i (λ z_i + (1-λ) z_{i-1}) + (1-M_i) z_i     (eq. 11)</pre>
 *
 * <p>As all z_i are equal before, the equation says something only if z_{i-1} is taken at the pixel that corresponds, so it
 * is warped by the flow, to the nearest pixel (a mean of several would lose variance), and each pixel's noise goes to one
 * pixel only (twice the same side by side is no noise any more, and the network makes a texture of it); frames follow one
 * another, so that noise travels along whole trajectories (ours, where the paper is silent).
 */
public record NoiseSharing(NoiseSettings settings) {
    /**
     * The frames' noise at one step.
     *
     * @param own z_i as drawn, [N, 3, H, W]
     * @param motion of these frames, or null where nothing is known of it: then {@code own} is the answer but for the carried frames
     * @param carried noise of the first frames as an earlier window left it, [1, 3, H, W] each
     * @return [N, 3, H, W] in the caller's scope
     */
    public Tensor blend(Tensor own, @Nullable Motion motion, List<Tensor> carried) {
        int frames = (int) own.size(0);
        return TensorScope.compute(() -> {
            var z = new ArrayList<Tensor>(carried);
            Tensor rest = torch.zeros(1, 2, own.size(2), own.size(3));
            for (int i = z.size(); i < frames; i++) {
                Tensor drawn = own.narrow(0, i, 1);
                if (motion == null || i == 0) {
                    z.add(drawn);
                    continue;
                }
                Tensor flow = exactly(motion.flow().backward().narrow(0, i - 1, 1), rest);
                Tensor taken = taken(flow, motion.seenBefore().narrow(0, i - 1, 1));
                z.add(mixed(drawn, arriving(z.get(i - 1), flow), taken));
                rest = flow.sub(flow.round()).mul(taken);
            }
            return torch.cat(new TensorVector(z.toArray(Tensor[]::new)), 0);
        });
    }

    /** The flow and what rounding left of it on the way so far, or noise that moves by less than half a pixel stays behind. */
    private Tensor exactly(Tensor flow, Tensor rest) {
        return moves() ? flow.add(FlowWarp.nearest(rest, flow)) : flow;
    }

    /** 1 where noise arrives along {@code flow}: visible there, and no other pixel has it already. */
    private Tensor taken(Tensor flow, Tensor visible) {
        return moves() ? visible.mul(FlowWarp.firstUse(flow)) : visible;
    }

    private Tensor arriving(Tensor before, Tensor flow) {
        return moves() ? FlowWarp.nearest(before, flow) : FlowWarp.warp(before, flow);
    }

    /** Eq. 11 for one frame. */
    private Tensor mixed(Tensor own, Tensor arriving, Tensor taken) {
        double lambda = settings.lambda();
        return TensorScope.compute(() -> {
            Tensor mixed = own.mul(new Scalar(lambda)).add(arriving, new Scalar(1 - lambda));
            if (settings.renormalise()) {
                Tensor scaled = mixed.div(new Scalar(Math.hypot(lambda, 1 - lambda)));
                mixed = torch.where(arriving.eq(own), own, scaled); // a number mixed with itself is itself
            }
            return torch.where(taken.gt(new Scalar(0.5)), mixed, own);
        });
    }

    /** Whether numbers move as they are, from pixel to pixel. */
    private boolean moves() {
        return settings.transport() == Transport.NEAREST;
    }
}
