package zvrd.metrics;

/**
 * The warping error along the clip's own flow: how steady a clip looks where there is no reference. It rewards blur as the
 * warping error does, and flow that follows what flickers.
 */
public final class OwnWarpingError implements OwnMetric {
    @Override
    public String name() {
        return "we_own";
    }

    @Override
    public String convention() {
        return "mean squared difference on [0, 1] between a restored frame and the next one warped onto it by the restored clip's own flow,"
                + " over the visible pixels of three channels, times 100";
    }

    @Override
    public double shownTimes() {
        return 100;
    }

    @Override
    public double of(FramePair clip) {
        return WarpingError.of(clip.frames(), clip.motion());
    }
}
