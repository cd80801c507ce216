package zvrd.restore;

import java.util.List;
import zvrd.degradation.DegradationOperator;
import zvrd.media.Frame;

/**
 * Frames that are restored together.
 *
 * @param frames measured, in order, all of one shot
 * @param operators what damaged each of them
 * @param shot index in the job of the first frame of their shot; of the clip where every frame stands alone
 * @param goesOn whether the window before is of the same shot
 * @param anchors how many of the first ones an earlier window restored: they take part and are not changed
 * @param continues whether the window after is of the same shot
 */
record Window(
        List<Frame> frames,
        List<DegradationOperator> operators,
        int shot,
        boolean goesOn,
        int anchors,
        boolean continues) {
    Window {
        frames = List.copyOf(frames);
        operators = List.copyOf(operators);
        if (operators.size() != frames.size()) {
            throw new IllegalArgumentException(operators.size() + " operators for " + frames.size() + " frames");
        }
        if (anchors < 0 || anchors >= frames.size() || (anchors > 0 && !goesOn)) {
            throw new IllegalArgumentException(
                    anchors + " anchors among " + frames.size() + " frames, same shot: " + goesOn);
        }
    }

    /** How many frames of the shot stand before the first, anchors included: what tells its random numbers from theirs. */
    int position() {
        return frames.get(0).index() - shot;
    }

    /** The frames to restore. */
    List<Frame> fresh() {
        return frames.subList(anchors, frames.size());
    }
}
