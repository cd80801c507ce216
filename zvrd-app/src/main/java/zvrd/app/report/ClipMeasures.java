package zvrd.app.report;

import java.util.List;
import java.util.Map;
import zvrd.metrics.FidFeatures;

/**
 * The measures of a restored clip by their names, in the units of reports; NaN where there is none.
 *
 * @param series at every moment
 * @param means of the clip
 * @param features for an FID of several clips
 */
public record ClipMeasures(Map<String, double[]> series, Map<String, Double> means, FidFeatures features) {
    /**
     * Restored clips that were measured beside one reference.
     *
     * @param clips in their order
     * @param cuts moments that begin another shot of the reference
     * @param warnings of clips that may not be what they are held for
     */
    public record Together(List<ClipMeasures> clips, List<Integer> cuts, List<String> warnings) {
        /** Copies the lists. */
        public Together {
            clips = List.copyOf(clips);
            cuts = List.copyOf(cuts);
            warnings = List.copyOf(warnings);
        }
    }
}
