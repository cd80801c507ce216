package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.media.Frame;
import zvrd.motion.FlowWarp;
import zvrd.motion.Motion;
import zvrd.motion.OpticalFlow;
import zvrd.tensor.Images;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/** Tells whether a clip was cut between two frames, so that nothing is carried from one shot into another. */
@FunctionalInterface
interface ShotCuts {
    /** Whether {@code after} begins another shot than {@code before} belongs to. */
    boolean between(Frame before, Frame after);

    /** A clip that is one shot. */
    static ShotCuts none() {
        return (before, after) -> false;
    }

    /** By what the frames show, in small copies of them in which neither noise nor fine detail counts. */
    static ShotCuts seen(OpticalFlow flow) {
        return new Seen(flow);
    }

    /** A cut is where the frames differ a lot, or where what one shows cannot be moved onto the other. */
    record Seen(OpticalFlow flow) implements ShotCuts {
        private static final int SHORT_SIDE = 96;
        private static final double DIFFERENCE = 0.3; // mean |ΔI| on [0, 1] that no motion makes
        private static final double CONSISTENT = 0.2; // least share of pixels whose flow agrees both ways
        private static final double RESIDUE =
                0.5; // what motion must explain of the difference's deviation from the mean

        @Override
        public boolean between(Frame before, Frame after) {
            try (var scope = new TensorScope()) {
                Tensor pair = torch.cat(new TensorVector(small(before), small(after)), 0);
                Tensor a = pair.narrow(0, 0, 1);
                Tensor b = pair.narrow(0, 1, 1);
                if (mean(b.sub(a).abs()) / 2 > DIFFERENCE) {
                    return true;
                }
                Motion motion = Motion.of(pair, flow);
                Tensor moved = FlowWarp.warp(a, motion.flow().backward());
                double spread = Math.min(mean(deviation(a)), mean(deviation(b)));
                return mean(motion.seenBefore()) < CONSISTENT
                        || mean(moved.sub(b).abs()) > RESIDUE * spread + 0.04;
            }
        }

        private static Tensor deviation(Tensor frame) {
            return frame.sub(frame.mean()).abs();
        }

        private static double mean(Tensor x) {
            return x.mean().item_double();
        }

        private static Tensor small(Frame frame) {
            return TensorScope.compute(() -> {
                Tensor rgb = Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
                double scale = (double) SHORT_SIDE / Math.min(frame.width(), frame.height());
                int height = (int) Math.round(scale * frame.height());
                int width = (int) Math.round(scale * frame.width());
                Tensor grey = rgb.mean(new long[] {1}, true, null).expand(1, 3, frame.height(), frame.width());
                return scale >= 1 ? grey : Resampler.PILLOW_BICUBIC.resize(grey, height, width);
            });
        }
    }
}
