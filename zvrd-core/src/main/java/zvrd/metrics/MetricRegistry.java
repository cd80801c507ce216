package zvrd.metrics;

import java.util.ArrayList;
import java.util.List;

/** Every measure of frames and of their steps that needs no trained network, in the order of reports. */
public final class MetricRegistry {
    private MetricRegistry() {}

    /** All that hold a single frame against the reference's. */
    public static List<FrameMetric> frames() {
        return List.of(Psnr.RGB, Psnr.LUMA, Ssim.GREY, Ssim.LUMA, new Detail());
    }

    /** All that hold two neighbouring frames against the reference's. */
    public static List<PairMetric> pairs() {
        return List.of(new WarpingError(), new Flicker(), new FlowError());
    }

    /** All that look at two neighbouring frames without a reference. */
    public static List<OwnMetric> own() {
        return List.of(new OwnWarpingError());
    }

    /** All of the reference that a restored clip's are to be read beside. */
    public static List<BesideMetric> beside() {
        return List.of(WarpingErrorBeside.REFERENCE, WarpingErrorBeside.BLURRED, new Visible());
    }

    /** What reports multiply the measure called {@code name} by; 1 for what is not of these. */
    public static double shownTimes(String name) {
        boolean ofDegraded = name.endsWith(OfDegraded.ENDING);
        String measured = ofDegraded ? name.substring(0, name.length() - OfDegraded.ENDING.length()) : name;
        return all().stream()
                .filter(measure -> measure.name().equals(measured))
                .mapToDouble(Measure::shownTimes)
                .findFirst()
                .orElse(1);
    }

    /** All of them. */
    public static List<Measure> all() {
        List<Measure> all = new ArrayList<>(frames());
        all.addAll(pairs());
        all.addAll(own());
        all.addAll(beside());
        all.add(new Consistency());
        return all;
    }
}
