package zvrd.app.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import zvrd.media.Frame;
import zvrd.media.VideoInfo;

/** Whether frames that are compared are shown at the same time, counted from each clip's first; pictures have none. */
final class Clocks {
    private static final double SHARE_OF_A_FRAME = 0.5;

    private final VideoInfo reference;
    private final List<VideoInfo> clips;
    private final double[] begins;
    private final boolean[] told;
    private final List<String> warnings = new ArrayList<>();
    private double referenceBegins;

    Clocks(VideoInfo reference, List<VideoInfo> clips) {
        this.reference = reference;
        this.clips = clips;
        this.begins = new double[clips.size()];
        this.told = new boolean[clips.size()];
    }

    /** The frames of one moment, those of the clips in their order. */
    void compare(Frame ofReference, List<Frame> ofClips) {
        if (ofReference.index() == 0) {
            referenceBegins = ofReference.seconds();
        }
        for (int clip = 0; clip < ofClips.size(); clip++) {
            Frame frame = ofClips.get(clip);
            if (frame.index() == 0) {
                begins[clip] = frame.seconds();
            }
            double late = frame.seconds() - begins[clip] - (ofReference.seconds() - referenceBegins);
            double rate = reference.frameRate().toDouble();
            if (Math.abs(late) * rate > SHARE_OF_A_FRAME && !told[clip] && haveTimes(clip)) {
                told[clip] = true;
                warnings.add(String.format(
                        Locale.ROOT,
                        "%s: from frame %d on it is shown at other times than %s, there %.3f s %s",
                        clips.get(clip).path(),
                        frame.index(),
                        reference.path(),
                        Math.abs(late),
                        late > 0 ? "later" : "earlier"));
            }
        }
    }

    /** One line for each clip whose frames are displaced by more than half a frame somewhere. */
    List<String> warnings() {
        return warnings;
    }

    private boolean haveTimes(int clip) {
        return !reference.images() && !clips.get(clip).images();
    }
}
