package zvrd.restore;

import zvrd.media.Frame;
import zvrd.motion.OpticalFlow;
import zvrd.motion.ShotCut;
import zvrd.tensor.Images;
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

    /** By what the frames show, as {@link ShotCut} sees it. */
    static ShotCuts seen(OpticalFlow flow) {
        return (before, after) -> {
            try (var scope = new TensorScope()) {
                return ShotCut.between(
                        Images.fromRgb16(before.rgb(), before.width(), before.height()),
                        Images.fromRgb16(after.rgb(), after.width(), after.height()),
                        flow);
            }
        };
    }
}
