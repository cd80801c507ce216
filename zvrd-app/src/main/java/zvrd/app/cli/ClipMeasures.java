package zvrd.app.cli;

import java.util.List;
import java.util.Map;
import zvrd.media.ReadOptions;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.Moment;
import zvrd.motion.OpticalFlow;

/** Every measure of restored clips at every moment of their reference. */
final class ClipMeasures {
    private ClipMeasures() {}

    /**
     * Reads the clips to their end.
     *
     * @param part of the reference that they show
     * @param flow sees how the reference moves
     * @return a clip each, as {@link ClipComparison#series()}
     */
    static List<Map<String, double[]>> of(
            String reference, ReadOptions part, List<String> restored, OpticalFlow flow, int threads, Progress shown)
            throws InterruptedException {
        try (ClipsInStep clips = new ClipsInStep(reference, restored, null, part, ToldOperators.none(restored));
                var comparison = new ClipComparison(flow, restored.size(), threads)) {
            shown.begin(clips.expectedFrames().orElse(-1), 1);
            for (Moment moment = clips.next(); moment != null; moment = clips.next()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                comparison.add(moment);
                shown.frame();
            }
            List<Map<String, double[]>> series = comparison.series();
            shown.end();
            return series;
        }
    }
}
