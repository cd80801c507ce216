package zvrd.restore;

import zvrd.journal.JobIdentity;

/** Is told how far a restoration is. Called from several threads, one call at a time. */
public interface StepListener {
    /**
     * Once, before the first step.
     *
     * @param frames frames to restore, or -1 where the container does not say
     * @param steps steps of each frame
     * @param tiles tiles of each frame and step
     */
    void planned(long frames, int steps, int tiles);

    /** Step {@code step} (from 1) of the {@code frames} frames from {@code first} (from 0) on is done. */
    void stepped(int first, int frames, int step);

    /** Frame {@code frame} is restored and kept. */
    void written(int frame);

    /** So many of the frames that are written need no steps: an earlier run restored them. */
    default void found(int frames) {}

    /** Of the {@code frames} frames from {@code first} on, {@code steps} need not be done again: an earlier run did them. */
    default void goingOn(int first, int frames, int steps) {}

    /** All frames are restored and the output has its name; what of the work is kept will be taken away next. */
    default void done(RestoreSummary summary, JobIdentity identity) {}

    /** Listens to nothing. */
    static StepListener none() {
        return new StepListener() {
            @Override
            public void planned(long frames, int steps, int tiles) {}

            @Override
            public void stepped(int first, int frames, int step) {}

            @Override
            public void written(int frame) {}
        };
    }
}
