package zvrd.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import zvrd.motion.OpticalFlow;
import zvrd.tensor.ShardWorkers;

/**
 * Measures restored clips, against their reference where there is one, moment after moment: every measure of the registry and
 * of the networks at hand, and its mean over the clip. A few moments are held at a time, never the clips, but every number is;
 * and the numbers do not depend on the threads.
 */
public final class ClipComparison implements AutoCloseable {
    private static final int LOOKS_BACK = Shift.FURTHEST; // moments; pairs look back one

    private final MomentMeasures measures;
    private final PerceptualNetworks networks;
    private final ShardWorkers workers;
    private final int atOnce;
    private final int clips;
    private final List<MeasuredMoment> measured = new ArrayList<>();
    private final List<Moment> held =
            new ArrayList<>(); // those that are waiting, and before them as many as are looked back to
    private int waiting;

    /** Begins a comparison by the measures that need no trained network. */
    public ClipComparison(OpticalFlow flow, int clips, int threads) {
        this(flow, PerceptualNetworks.NONE, clips, threads);
    }

    /**
     * Begins a comparison of {@code clips} restored clips.
     *
     * @param flow is asked how the clips move; the caller closes it
     * @param networks judge what they look like; the caller closes them
     * @param threads that work side by side
     */
    public ClipComparison(OpticalFlow flow, PerceptualNetworks networks, int clips, int threads) {
        this.measures = new MomentMeasures(flow, networks);
        this.networks = networks;
        this.workers = new ShardWorkers(threads);
        this.atOnce = 2 * threads;
        this.clips = clips;
    }

    /** The next moment of all clips, which must have the size of the ones before, and a reference if they had. */
    public void add(Moment moment) {
        Moment before = held.isEmpty() ? moment : held.get(held.size() - 1);
        if (moment.restored().size() != clips
                || before.width() != moment.width()
                || before.height() != moment.height()
                || (before.reference() == null) != (moment.reference() == null)) {
            throw new IllegalArgumentException(
                    "a moment of " + clips + " clips of one size was expected, with or without a reference throughout");
        }
        held.add(moment);
        waiting++;
        if (waiting == atOnce) {
            measure();
        }
    }

    /** How many moments were added. */
    public int moments() {
        measure();
        return measured.size();
    }

    /** Every measure there are values of, in the order of reports. */
    public List<Measure> measures() {
        List<Measure> all = new ArrayList<>(measures.measures());
        if (networks.clip().isPresent()) {
            all.add(FrameSimilarity.RESTORED);
            all.add(FrameSimilarity.REFERENCE);
        }
        if (networks.inception().isPresent()) {
            all.add(new Fid());
        }
        all.addAll(LumaSpectrum.MEASURES);
        all.add(LumaSpectrum.REFERENCE);
        return all;
    }

    /**
     * Every measure of each clip at every moment so far, by the measures' names and in their units; the index is the moment.
     * NaN where there is none: a measure of pairs stands at the later frame's moment, and so has none at the first of a shot
     * ({@link #cuts}); one of the reference has none where there is no reference; nor are values kept that are no finite number.
     */
    public List<Map<String, double[]>> series() {
        measure();
        List<Map<String, double[]>> series = new ArrayList<>();
        for (int number = 0; number < clips; number++) {
            int clip = number;
            Map<String, double[]> ofClip = new LinkedHashMap<>();
            for (int i = 0; i < measures.measures().size(); i++) {
                int place = i;
                ofClip.put(
                        measures.measures().get(place).name(),
                        measured.stream()
                                .mapToDouble(moment -> moment.values()[clip][place])
                                .toArray());
            }
            if (networks.clip().isPresent()) {
                ofClip.put(FrameSimilarity.RESTORED.name(), similarities(clip));
                ofClip.put(FrameSimilarity.REFERENCE.name(), similarities(clips));
            }
            series.add(ofClip);
        }
        return series;
    }

    /**
     * The measures of each clip by their names: means over what {@link #series} has, those of frames over frames and those of
     * pairs over pairs of neighbours, and those of the clip as a whole. Where there is nothing, NaN.
     */
    public List<Map<String, Double>> means() {
        List<Map<String, Double>> means = new ArrayList<>();
        double ofReference = LumaSpectrum.of(luma(clips)).levels();
        for (Map<String, double[]> ofClip : series()) {
            Map<String, Double> mean = new LinkedHashMap<>();
            ofClip.forEach((name, values) -> mean.put(
                    name,
                    Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN)));
            int clip = means.size();
            mean.putAll(LumaSpectrum.of(luma(clip)).named());
            mean.put(LumaSpectrum.REFERENCE.name(), ofReference);
            if (networks.inception().isPresent()) {
                mean.put(Fid.NAME, FidFeatures.pooled(List.of(fidFeatures(clip))));
            }
            means.add(mean);
        }
        return means;
    }

    /** What each clip's FID is made of, so that one can be had of several clips' frames together. */
    public List<FidFeatures> fidFeatures() {
        measure();
        return IntStream.range(0, clips).mapToObj(this::fidFeatures).toList();
    }

    /**
     * The moments, other than the first, that begin another shot: in the reference, or without one in what was restored, or
     * without either in every clip.
     */
    public List<Integer> cuts() {
        measure();
        return IntStream.range(0, measured.size())
                .filter(moment -> measured.get(moment).cut())
                .boxed()
                .toList();
    }

    /** How far each clip seems to be displaced in time; 0 where there is no reference. */
    public List<Shift> shifts() {
        return besideOtherFrames(Shift::best);
    }

    /** The frames of each clip that are far more like another frame of the reference than like their own. */
    public List<List<Integer>> misplaced() {
        return besideOtherFrames(Shift::misplaced);
    }

    /** What {@code look} makes of each clip's PSNRs in place, and of those beside other frames of the reference. */
    private <T> List<T> besideOtherFrames(BiFunction<double[], List<double[]>, T> look) {
        List<Map<String, double[]>> series = series();
        return IntStream.range(0, clips)
                .mapToObj(clip -> look.apply(
                        series.get(clip).getOrDefault(Psnr.RGB.name(), new double[0]),
                        measured.stream().map(moment -> moment.shifted()[clip]).toList()))
                .toList();
    }

    @Override
    public void close() {
        workers.close();
    }

    private void measure() {
        int first = held.size() - waiting;
        MeasuredMoment[] now = new MeasuredMoment[waiting];
        workers.run(waiting, i -> {
            int end = first + i + 1;
            now[i] = measures.of(held.subList(Math.max(0, end - 1 - LOOKS_BACK), end));
        });
        measured.addAll(Arrays.asList(now)); // in the clip's order, whoever was ready first
        waiting = 0;
        held.subList(0, Math.max(0, held.size() - LOOKS_BACK)).clear();
    }

    private double[] similarities(int clip) {
        double[] similarities = new double[measured.size()];
        Arrays.fill(similarities, Double.NaN);
        for (int t = 1; t < similarities.length; t++) {
            List<float[]> before = measured.get(t - 1).shown();
            List<float[]> now = measured.get(t).shown();
            if (clip < now.size() && !measured.get(t).cut()) { // the reference may not be there
                similarities[t] = FrameSimilarity.cosine(before.get(clip), now.get(clip));
            }
        }
        return similarities;
    }

    /** Mean luma of the frames of {@code clip}, or of the reference behind the last one, shot by shot. */
    private double[][] luma(int clip) {
        List<Integer> ends = new ArrayList<>(cuts());
        ends.add(measured.size());
        double[][] shots = new double[ends.size()][];
        int begin = 0;
        for (int shot = 0; shot < shots.length; shot++) {
            shots[shot] = measured.subList(begin, ends.get(shot)).stream()
                    .mapToDouble(moment -> moment.luma()[clip])
                    .toArray();
            begin = ends.get(shot);
        }
        return shots;
    }

    private FidFeatures fidFeatures(int clip) {
        return new FidFeatures(features(clip), features(clips));
    }

    private List<float[]> features(int clip) {
        return measured.stream()
                .filter(moment -> clip < moment.features().size()) // the reference may not be there
                .map(moment -> moment.features().get(clip))
                .toList();
    }
}
