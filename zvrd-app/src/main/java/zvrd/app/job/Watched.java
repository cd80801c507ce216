package zvrd.app.job;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import zvrd.app.console.Progress;
import zvrd.journal.JobIdentity;
import zvrd.restore.RestoreSummary;
import zvrd.restore.StepListener;

/**
 * Shows how far a restoration is.
 *
 * @param shown where
 * @param most frames that are read at most
 * @param look is run before the first step
 * @param begun is told what of an earlier run is gone on from
 * @param end is told what came of it while the work is still kept
 */
record Watched(
        Progress shown, long most, Runnable look, Consumer<String> begun, BiConsumer<RestoreSummary, JobIdentity> end)
        implements StepListener {
    @Override
    public void planned(long frames, int steps, int tiles) {
        look.run();
        shown.begin(Math.min(frames, most), steps);
    }

    @Override
    public void stepped(int first, int frames, int step) {
        shown.step(frames);
    }

    @Override
    public void written(int frame) {
        shown.frame();
    }

    @Override
    public void found(int frames) {
        shown.found(frames);
        if (frames > 0) {
            begun.accept("going on after " + frames + (frames == 1 ? " frame" : " frames") + " of an earlier run");
        }
    }

    @Override
    public void goingOn(int first, int frames, int steps) {
        shown.stepsFound((long) frames * steps);
        begun.accept("going on from step " + steps + " of frame " + first
                + (frames == 1 ? "" : " to " + (first + frames - 1)));
    }

    @Override
    public void done(RestoreSummary summary, JobIdentity identity) {
        end.accept(summary, identity);
    }
}
