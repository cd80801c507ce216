package zvrd.app.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import zvrd.media.ReadOptions;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.PerceptualNetworks;
import zvrd.motion.FlowChoice;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.weights.ModelStore;

/**
 * The measures of a restored clip.
 *
 * @param series at every moment, as {@link ClipComparison#series()}
 * @param means of the clip, as {@link ClipComparison#means()}
 */
record ClipMeasures(Map<String, double[]> series, Map<String, Double> means) {
    /**
     * Of each of {@code restored} clips, which are read to their end.
     *
     * @param part of the reference that they show
     * @param flow sees how the reference moves
     * @param store has the networks that judge what frames look like, as far as they are installed
     */
    static List<ClipMeasures> of(
            String reference,
            ReadOptions part,
            List<String> restored,
            FlowChoice flow,
            ModelStore store,
            int threads,
            Progress shown)
            throws InterruptedException {
        try (OpticalFlow estimator = OpticalFlows.create(flow, threads, store);
                PerceptualNetworks networks = PerceptualNetworks.of(store);
                ClipsInStep clips = new ClipsInStep(reference, restored, null, part, ToldOperators.none(restored));
                var comparison = new ClipComparison(estimator, networks, restored.size(), threads)) {
            clips.measure(comparison, shown);
            List<Map<String, double[]>> series = comparison.series();
            List<Map<String, Double>> means = comparison.means();
            return IntStream.range(0, restored.size())
                    .mapToObj(clip -> new ClipMeasures(series.get(clip), means.get(clip)))
                    .toList();
        }
    }
}
