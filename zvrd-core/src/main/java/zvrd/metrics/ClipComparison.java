package zvrd.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.motion.OpticalFlow;
import zvrd.tensor.Images;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;

/**
 * Compares restored clips with their reference, moment after moment: every measure of the registry, and its mean over the
 * clip. A few moments are held at a time, never the clips, but every number is; and the numbers do not depend on the threads.
 */
public final class ClipComparison implements AutoCloseable {
    private static final List<FrameMetric> FRAMES = MetricRegistry.frames();
    private static final List<PairMetric> PAIRS = MetricRegistry.pairs();
    private static final List<String> NAMES = Stream.concat(
                    FRAMES.stream().map(FrameMetric::name), PAIRS.stream().map(PairMetric::name))
            .toList();

    private final OpticalFlow flow;
    private final ShardWorkers workers;
    private final int atOnce;
    private final int clips;
    private final List<double[][]> measured = new ArrayList<>(); // a moment each: [clip][measure]
    private final List<Moment> waiting = new ArrayList<>();
    private @Nullable Moment last; // of those already measured

    /**
     * Begins a comparison of {@code clips} restored clips with one reference.
     *
     * @param flow how the reference moves is asked of it; the caller closes it
     * @param threads that work side by side
     */
    public ClipComparison(OpticalFlow flow, int clips, int threads) {
        this.flow = flow;
        this.workers = new ShardWorkers(threads);
        this.atOnce = 2 * threads;
        this.clips = clips;
    }

    /** The next moment of all clips, which must have the size of the ones before. */
    public void add(Moment moment) {
        Moment before = waiting.isEmpty() ? last : waiting.get(waiting.size() - 1);
        if (moment.restored().size() != clips
                || before != null && (before.width() != moment.width() || before.height() != moment.height())) {
            throw new IllegalArgumentException("a moment of " + clips + " clips of one size was expected");
        }
        waiting.add(moment);
        if (waiting.size() == atOnce) {
            measure();
        }
    }

    /**
     * Every measure of each clip at every moment so far, by the measures' names and in their units; the index is the moment.
     * NaN where there is none: a measure of pairs stands at the later frame's moment, and so has none at the first; nor are
     * values kept that are no finite number.
     */
    public List<Map<String, double[]>> series() {
        measure();
        List<Map<String, double[]>> series = new ArrayList<>();
        for (int number = 0; number < clips; number++) {
            int clip = number;
            Map<String, double[]> ofClip = new LinkedHashMap<>();
            for (int i = 0; i < NAMES.size(); i++) {
                int measure = i;
                ofClip.put(
                        NAMES.get(measure),
                        measured.stream().mapToDouble(at -> at[clip][measure]).toArray());
            }
            series.add(ofClip);
        }
        return series;
    }

    /**
     * The means of each clip by the measures' names, over what {@link #series} has: measures of frames are means over
     * frames, those of pairs over pairs of neighbours. Where there is nothing, the mean is NaN.
     */
    public List<Map<String, Double>> means() {
        List<Map<String, Double>> means = new ArrayList<>();
        for (Map<String, double[]> ofClip : series()) {
            Map<String, Double> mean = new LinkedHashMap<>();
            ofClip.forEach((name, values) -> mean.put(
                    name,
                    Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN)));
            means.add(mean);
        }
        return means;
    }

    @Override
    public void close() {
        workers.close();
    }

    private void measure() {
        double[][][] values = new double[waiting.size()][][];
        workers.run(values.length, i -> values[i] = values(i == 0 ? last : waiting.get(i - 1), waiting.get(i)));
        measured.addAll(Arrays.asList(values)); // in the clip's order, whoever was ready first
        if (!waiting.isEmpty()) {
            last = waiting.get(waiting.size() - 1);
            waiting.clear();
        }
    }

    /** Every measure of every clip, [clip][measure], at {@code now} and from {@code before} to it. */
    private double[][] values(@Nullable Moment before, Moment now) {
        double[][] values = new double[clips][];
        try (var scope = new TensorScope();
                var inference = new NoGradGuard()) {
            Tensor reference = frames(before, now, -1);
            ReferenceMotion motion = before == null ? null : ReferenceMotion.between(reference, flow);
            for (int clip = 0; clip < values.length; clip++) {
                int number = clip;
                TensorScope.run(() -> values[number] = values(frames(before, now, number), reference, motion));
            }
        }
        return values;
    }

    private static double[] values(Tensor restored, Tensor reference, @Nullable ReferenceMotion motion) {
        double[] values = new double[NAMES.size()];
        int measure = 0;
        for (FrameMetric metric : FRAMES) {
            double value = metric.of(newest(restored), newest(reference));
            values[measure++] = Math.min(value, metric.ceiling());
        }
        for (PairMetric metric : PAIRS) {
            values[measure++] = motion == null ? Double.NaN : metric.of(restored, reference, motion);
        }
        return Arrays.stream(values)
                .map(value -> Double.isFinite(value) ? value : Double.NaN)
                .toArray();
    }

    /** The frames of restored clip {@code clip}, or of the reference where it is -1: [2, 3, H, W], or [1, 3, H, W] at first. */
    private static Tensor frames(@Nullable Moment before, Moment now, int clip) {
        return TensorScope.compute(() -> {
            Tensor newest = image(now, clip);
            return before == null ? newest : torch.cat(new TensorVector(image(before, clip), newest), 0);
        });
    }

    private static Tensor image(Moment moment, int clip) {
        short[] rgb = clip < 0 ? moment.reference() : moment.restored().get(clip);
        return Images.fromRgb16(rgb, moment.width(), moment.height());
    }

    private static Tensor newest(Tensor frames) {
        return frames.narrow(0, frames.size(0) - 1, 1);
    }
}
