package zvrd.metrics;

/**
 * What a measure says of the degraded clip itself, brought to size by Lanczos: what a restored one is to be better than.
 *
 * @param measure of a restored clip
 */
public record OfDegraded(Measure measure) implements Measure {
    /** How its name goes on after the measure's. */
    public static final String ENDING = "_degraded";

    @Override
    public String name() {
        return measure.name() + ENDING;
    }

    @Override
    public String convention() {
        return "as " + measure.name() + ", of the degraded clip, brought to size by Lanczos";
    }

    @Override
    public double shownTimes() {
        return measure.shownTimes();
    }
}
