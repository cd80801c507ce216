package zvrd.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.DegradationOperator;
import zvrd.motion.OpticalFlow;
import zvrd.motion.ShotCut;
import zvrd.tensor.Images;
import zvrd.tensor.Resampler;
import zvrd.tensor.TensorScope;

/** All measures of one moment, and of how its frames came from those before. Threads may share it. */
final class MomentMeasures {
    private static final Consistency CONSISTENCY = new Consistency();

    private final OpticalFlow flow;
    private final PerceptualNetworks networks;
    private final List<FrameMetric> frames = new ArrayList<>(MetricRegistry.frames());
    private final List<Measure> measures = new ArrayList<>();
    private final List<String> names; // of the values in a row

    MomentMeasures(OpticalFlow flow, PerceptualNetworks networks) {
        this.flow = flow;
        this.networks = networks;
        networks.lpips().ifPresent(frames::add);
        measures.addAll(frames);
        measures.addAll(MetricRegistry.pairs());
        measures.addAll(MetricRegistry.own());
        measures.addAll(MetricRegistry.beside());
        measures.add(CONSISTENCY);
        frames.forEach(metric -> measures.add(new OfDegraded(metric)));
        MetricRegistry.pairs().forEach(metric -> measures.add(new OfDegraded(metric)));
        this.names = measures.stream().map(Measure::name).toList();
    }

    /** What is measured, in the order of the values. */
    List<Measure> measures() {
        return measures;
    }

    /** The last of {@code recent}, which has as many moments before it as anything looks back to and there are. */
    MeasuredMoment of(List<Moment> recent) {
        Moment now = recent.get(recent.size() - 1);
        boolean cut = recent.size() > 1 && isCut(recent.get(recent.size() - 2), now);
        Moment before = recent.size() > 1 && !cut ? recent.get(recent.size() - 2) : null;
        int clips = now.restored().size();
        var measured = new MeasuredMoment(
                cut,
                new double[clips][measures.size()],
                new double[clips][],
                new double[clips + 1],
                new ArrayList<>(),
                new ArrayList<>());
        try (var scope = new TensorScope();
                var inference = new NoGradGuard()) {
            Truth truth = Truth.of(before, now, flow);
            for (int clip = 0; clip < clips; clip++) {
                int number = clip;
                measured.shifted()[clip] = Shift.psnrs(recent, clip);
                TensorScope.run(() -> measure(before, now, number, truth, measured));
            }
            beside(truth, measured);
            TensorScope.run(() -> baseline(truth, measured));
            measured.luma()[clips] = truth.frames == null ? Double.NaN : brightness(newest(truth.frames));
            if (truth.frames != null) {
                see(newest(truth.frames), measured);
            }
        }
        return measured;
    }

    /**
     * Whether another shot begins {@code now}, from which nothing moved here: as the reference shows it, or without one what
     * was restored, or without either every restored clip; a picture that is broken in one of them is no cut.
     */
    private boolean isCut(Moment before, Moment now) {
        try (var scope = new TensorScope();
                var inference = new NoGradGuard()) {
            List<Tensor> then = witnesses(before);
            List<Tensor> here = witnesses(now);
            return IntStream.range(0, here.size())
                    .allMatch(clip -> ShotCut.between(then.get(clip), here.get(clip), flow));
        }
    }

    private static List<Tensor> witnesses(Moment moment) {
        if (moment.reference() != null) {
            return List.of(image(moment, moment.reference()));
        }
        return moment.degraded() == null
                ? moment.restored().stream().map(rgb -> image(moment, rgb)).toList()
                : List.of(Truth.recorded(moment));
    }

    /** What restored clips are held against; all of it null where it is not there. */
    private record Truth(
            @Nullable Tensor frames,
            @Nullable FramePair pair,
            @Nullable Tensor degraded,
            @Nullable Tensor recorded) {
        static Truth of(@Nullable Moment before, Moment now, OpticalFlow flow) {
            boolean given = now.reference() != null;
            Tensor frames = given ? both(before, now, moment -> image(moment, moment.reference())) : null;
            FramePair pair = frames == null || before == null ? null : FramePair.of(frames, flow);
            boolean known = now.degraded() != null;
            Tensor degraded = known ? both(before, now, Truth::toSize) : null;
            return new Truth(frames, pair, degraded, known ? recorded(now) : null);
        }

        private static Tensor recorded(Moment moment) {
            DegradedFrame frame = moment.degraded();
            if (frame == null) {
                throw new IllegalArgumentException("a moment without its degraded frame among others that have it");
            }
            return Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
        }

        private static Tensor toSize(Moment moment) {
            return TensorScope.compute(() -> {
                Tensor small = recorded(moment);
                boolean fits = small.size(2) == moment.height() && small.size(3) == moment.width();
                return fits ? small : Resampler.LANCZOS.resize(small, moment.height(), moment.width());
            });
        }
    }

    private void measure(@Nullable Moment before, Moment now, int clip, Truth truth, MeasuredMoment measured) {
        double[] row = measured.values()[clip];
        Arrays.fill(row, Double.NaN);
        Tensor restored =
                both(before, now, moment -> image(moment, moment.restored().get(clip)));
        Tensor frame = newest(restored);
        measured.luma()[clip] = brightness(frame);
        see(frame, measured);
        if (truth.frames != null) {
            for (FrameMetric metric : frames) {
                put(row, metric, capped(metric, frame, newest(truth.frames)));
            }
        }
        if (before != null) {
            FramePair own = FramePair.of(restored, flow);
            MetricRegistry.own().forEach(metric -> put(row, metric, metric.of(own)));
            FramePair reference = truth.pair;
            if (reference != null) {
                MetricRegistry.pairs().forEach(metric -> put(row, metric, metric.of(own, reference)));
            }
        }
        Optional<DegradationOperator> operator = now.degraded() == null
                ? Optional.empty()
                : now.degraded().operators().get(clip);
        if (truth.recorded != null && operator.isPresent()) {
            put(row, CONSISTENCY, CONSISTENCY.of(frame, truth.recorded, operator.get()));
        }
    }

    private void beside(Truth truth, MeasuredMoment measured) {
        FramePair reference = truth.pair;
        if (reference == null) {
            return;
        }
        for (BesideMetric metric : MetricRegistry.beside()) {
            all(measured, metric, metric.of(reference));
        }
    }

    /** What the measures say of the degraded clip, the same for all that were restored of it. */
    private void baseline(Truth truth, MeasuredMoment measured) {
        if (truth.frames == null || truth.degraded == null) {
            return;
        }
        for (FrameMetric metric : frames) {
            double value = capped(metric, newest(truth.degraded), newest(truth.frames));
            all(measured, new OfDegraded(metric), value);
        }
        FramePair reference = truth.pair;
        if (reference != null) {
            FramePair degraded = FramePair.of(truth.degraded, flow);
            for (PairMetric metric : MetricRegistry.pairs()) {
                all(measured, new OfDegraded(metric), metric.of(degraded, reference));
            }
        }
    }

    private static double capped(FrameMetric metric, Tensor frame, Tensor reference) {
        return Math.min(metric.of(frame, reference), metric.ceiling());
    }

    private void all(MeasuredMoment measured, Measure measure, double value) {
        for (double[] row : measured.values()) {
            put(row, measure, value);
        }
    }

    private void see(Tensor frame, MeasuredMoment measured) {
        networks.clip().ifPresent(network -> measured.shown().add(network.of(frame)));
        networks.inception().ifPresent(network -> measured.features().add(network.of(frame)));
    }

    private void put(double[] row, Measure measure, double value) {
        row[names.indexOf(measure.name())] = Double.isFinite(value) ? value : Double.NaN;
    }

    private static double brightness(Tensor frame) {
        try (var scope = new TensorScope()) {
            return Luma.of(Levels.rounded(frame)).mean().item_double();
        }
    }

    private interface Look {
        Tensor at(Moment moment);
    }

    /** The frames of two moments, [2, 3, H, W], or [1, 3, H, W] of the first one. */
    private static Tensor both(@Nullable Moment before, Moment now, Look look) {
        return TensorScope.compute(() -> {
            Tensor newest = look.at(now);
            return before == null ? newest : torch.cat(new TensorVector(look.at(before), newest), 0);
        });
    }

    private static Tensor image(Moment moment, short @Nullable [] rgb) {
        if (rgb == null) {
            throw new IllegalArgumentException("a moment without a reference among others that have one");
        }
        return Images.fromRgb16(rgb, moment.width(), moment.height());
    }

    private static Tensor newest(Tensor frames) {
        return frames.narrow(0, frames.size(0) - 1, 1);
    }
}
