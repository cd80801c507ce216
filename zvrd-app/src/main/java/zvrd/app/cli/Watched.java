package zvrd.app.cli;

import java.util.function.BiConsumer;
import zvrd.journal.JobIdentity;
import zvrd.restore.RestoreSummary;
import zvrd.restore.StepListener;

/**
 * Shows how far a restoration is.
 *
 * @param shown where
 * @param most frames that are read at most
 * @param look is run before the first step
 * @param end is told what came of it while the work is still kept
 */
record Watched(Progress shown, long most, Runnable look, BiConsumer<RestoreSummary, JobIdentity> end)
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
    }

    @Override
    public void done(RestoreSummary summary, JobIdentity identity) {
        end.accept(summary, identity);
    }
}
