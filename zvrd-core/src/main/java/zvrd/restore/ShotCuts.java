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
public interface ShotCuts {
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
        private static final int CELL = 4; // pixels of the small frames whose mean noise and fine detail do not touch
        private static final double DIFFERENCE = 0.3; // mean |ΔI| on [0, 1] that no motion makes
        private static final double RESIDUE =
                0.5; // share of the contrast; real clips: 0.25 at most in a shot, 0.73 at cuts
        private static final double FLAT = 0.02; // contrast on [-1, 1] under which there is nothing to compare

        @Override
        public boolean between(Frame before, Frame after) {
            try (var scope = new TensorScope()) {
                Tensor pair = torch.cat(new TensorVector(small(before), small(after)), 0);
                Tensor a = pair.narrow(0, 0, 1);
                Tensor b = pair.narrow(0, 1, 1);
                if (mean(b.sub(a).abs()) / 2 > DIFFERENCE) {
                    return true;
                }
                Tensor moved = FlowWarp.warp(a, Motion.of(pair, flow).flow().backward());
                double contrast =
                        Math.min(mean(deviation(a).abs()), mean(deviation(b).abs()));
                return mean(deviation(moved).sub(deviation(b)).abs()) > RESIDUE * (contrast + FLAT);
            }
        }

        /** Means over cells, without the mean of the frame: a light that flickers is no cut. */
        private static Tensor deviation(Tensor frame) {
            long[] cell = {Math.min(CELL, frame.size(2)), Math.min(CELL, frame.size(3))};
            Tensor cells = torch.avg_pool2d(frame, cell);
            return cells.sub(cells.mean());
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
