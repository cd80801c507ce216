package zvrd.app.report;

/** Hears how far a page is. */
public interface PageProgress {
    /** The work begins, of about {@code frames} frames; -1 where nobody knows. */
    void begin(long frames);

    /** Another frame of all clips is done. */
    void frame();

    /** All frames are done. */
    void end();
}
