package zvrd.app.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import zvrd.app.console.Progress;
import zvrd.app.option.JobOptions;
import zvrd.app.report.ClipMeasures;
import zvrd.app.report.Displaced;
import zvrd.media.ReadOptions;
import zvrd.metrics.ClipComparison;
import zvrd.metrics.FidFeatures;
import zvrd.metrics.MetricRegistry;
import zvrd.metrics.PerceptualNetworks;
import zvrd.motion.FlowChoice;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.weights.ModelStore;

/** Measures trials beside each other, one clip after the other. */
public final class ClipMeasurement implements AutoCloseable {
    private final OpticalFlow flow;
    private final ModelStore store;
    private final int threads;

    /**
     * Opens what it measures with, so that what is missing or broken is told before hours of work.
     *
     * @param flow sees how references move
     * @param store has the networks that judge what frames look like, as far as they are installed
     */
    public ClipMeasurement(FlowChoice flow, ModelStore store, int threads) {
        this.flow = OpticalFlows.create(flow, threads, store);
        this.store = store;
        this.threads = threads;
        try {
            PerceptualNetworks.of(store).close(); // not kept: they would lie in memory beside the prior
        } catch (RuntimeException wrong) {
            this.flow.close();
            throw wrong;
        }
    }

    /** What sees how references move. */
    public String flow() {
        return flow.name();
    }

    /**
     * The measures of each of {@code restored} clips, which are read to their end.
     *
     * @param part of the reference and of what was damaged that they show
     * @param job whose operator damaged it, as far as it is known
     */
    public ClipMeasures.Together of(
            String reference, String degraded, ReadOptions part, List<String> restored, JobOptions job, Progress shown)
            throws InterruptedException {
        try (PerceptualNetworks networks = PerceptualNetworks.of(store);
                ToldOperators operators = ToldOperators.said(job.operator(), part, job.seed(), restored);
                ClipsInStep clips = new ClipsInStep(reference, restored, degraded, part, operators);
                var comparison = new ClipComparison(flow, networks, restored.size(), threads)) {
            clips.measure(comparison, shown);
            var warnings = new ArrayList<>(Displaced.warnings(restored, comparison));
            warnings.addAll(clips.warnings());
            return new ClipMeasures.Together(measures(comparison), comparison.cuts(), warnings);
        }
    }

    @Override
    public void close() {
        flow.close();
    }

    private static List<ClipMeasures> measures(ClipComparison comparison) {
        List<Map<String, double[]>> series = comparison.series();
        List<Map<String, Double>> means = comparison.means();
        List<FidFeatures> features = comparison.fidFeatures();
        return IntStream.range(0, means.size())
                .mapToObj(clip -> told(series.get(clip), means.get(clip), features.get(clip)))
                .toList();
    }

    /** The same in the units of reports. */
    private static ClipMeasures told(Map<String, double[]> series, Map<String, Double> means, FidFeatures features) {
        var atMoments = new LinkedHashMap<String, double[]>();
        series.forEach((name, values) -> {
            double unit = MetricRegistry.shownTimes(name);
            atMoments.put(name, Arrays.stream(values).map(value -> unit * value).toArray());
        });
        var ofClip = new LinkedHashMap<String, Double>();
        means.forEach((name, mean) -> ofClip.put(name, MetricRegistry.shownTimes(name) * mean));
        return new ClipMeasures(atMoments, ofClip, features);
    }
}
