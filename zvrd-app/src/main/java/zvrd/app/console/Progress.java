package zvrd.app.console;

import java.util.function.LongSupplier;
import zvrd.app.report.PageProgress;

/** Counts frames and steps as they are done, from any thread, and shows them now and then. */
public final class Progress implements AutoCloseable {
    private final ProgressView view;
    private final LongSupplier nanoTime;
    private long began;
    private long shown;
    private long frames;
    private long ofFrames = -1;
    private long steps;
    private long stepsFound;
    private int stepsPerFrame = 1;
    private boolean unfinished;

    Progress(ProgressView view, LongSupplier nanoTime) {
        this.view = view;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.shown = began;
    }

    /** The work begins: {@code frames} of it, -1 where the source does not tell, each of {@code stepsPerFrame} steps. */
    public synchronized void begin(long frames, int stepsPerFrame) {
        this.ofFrames = frames;
        this.stepsPerFrame = stepsPerFrame;
        this.frames = 0;
        this.steps = 0;
        this.stepsFound = 0;
        this.began = nanoTime.getAsLong();
        this.shown = began;
    }

    /** All steps of so many frames were done by an earlier run. */
    public synchronized void found(int count) {
        frames += count;
        stepsFound += (long) count * stepsPerFrame;
        steps += (long) count * stepsPerFrame;
    }

    /** So many steps of frames that are under way were done by an earlier run. */
    public synchronized void stepsFound(long count) {
        stepsFound += count;
        steps += count;
    }

    /** One step of {@code frames} frames is done. */
    public synchronized void step(int frames) {
        steps += frames;
        showNowAndThen();
    }

    /** All steps of some frame are done. */
    public synchronized void frame() {
        frames++;
        if (stepsPerFrame == 1) {
            steps = frames;
        }
        showNowAndThen();
    }

    /** All is done. */
    public synchronized void end() {
        ofFrames = frames;
        steps = frames * stepsPerFrame;
        view.show(advance(), true);
        unfinished = false;
    }

    /** The same as the work on a page sees it. */
    public PageProgress ofPage() {
        return new PageProgress() {
            @Override
            public void begin(long frames) {
                Progress.this.begin(frames, 1);
            }

            @Override
            public void frame() {
                Progress.this.frame();
            }

            @Override
            public void end() {
                Progress.this.end();
            }
        };
    }

    /** Nothing more is shown; after a failure the screen is left fit for its message. */
    @Override
    public synchronized void close() {
        if (unfinished) {
            view.leave();
            unfinished = false;
        }
    }

    private void showNowAndThen() {
        long now = nanoTime.getAsLong();
        if ((now - shown) / 1e9 >= view.interval()) {
            shown = now;
            view.show(advance(), false);
            unfinished = true;
        }
    }

    private Advance advance() {
        return new Advance(frames, ofFrames, steps, stepsPerFrame, stepsFound, (nanoTime.getAsLong() - began) / 1e9);
    }
}
