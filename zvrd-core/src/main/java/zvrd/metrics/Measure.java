package zvrd.metrics;

/** A number in reports, and what exactly it is. */
public interface Measure {
    /** The name in reports, such as {@code psnr_y}. */
    String name();

    /** What exactly the number is, in one line for reports. */
    String convention();

    /** What reports multiply the number by: 100 for warping errors, which would be lost behind zeros. */
    default double shownTimes() {
        return 1;
    }
}
