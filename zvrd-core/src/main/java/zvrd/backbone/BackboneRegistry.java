package zvrd.backbone;

import static java.util.Objects.requireNonNullElse;
import static zvrd.backbone.PresetTable.DdnmRow;
import static zvrd.backbone.PresetTable.DiffPirRow;
import static zvrd.backbone.PresetTable.DpsRow;
import static zvrd.backbone.PresetTable.GdpRow;
import static zvrd.backbone.PresetTable.HqsRow;
import static zvrd.backbone.PresetTable.LowLightRow;
import static zvrd.backbone.PresetTable.RePaintRow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Inpainting;
import zvrd.degradation.SpectralOperator;
import zvrd.degradation.Task;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.TimestepSpacing;

/** The restorers there are, by name: a new paper is a class and a line here, and the law tests go through all of them. */
final class BackboneRegistry {
    /** Standard deviations of 8-bit units on the [-1, 1] scale. */
    private static final double EIGHT_BIT = 2 / 255.0;

    private static final Map<String, Maker> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put("hqs", BackboneRegistry::hqs);
        MAKERS.put("ddnm", BackboneRegistry::ddnm);
        MAKERS.put("diffpir", BackboneRegistry::diffPir);
        MAKERS.put("gdp", BackboneRegistry::gdp);
        MAKERS.put("dps", BackboneRegistry::dps);
        MAKERS.put("repaint", BackboneRegistry::rePaint);
    }

    private BackboneRegistry() {}

    /** Builds one restorer. */
    @FunctionalInterface
    interface Maker {
        Backbone make(Order order);
    }

    /** What is to be built: wishes that were checked against the schedule, and what will be measured. */
    record Order(BackboneSettings wish, NoiseSchedule schedule, DegradationOperator operator, double sigma) {
        /** The wished start, or the preset's, higher where more steps are wished than it has room for. */
        int startOr(int preset) {
            return startOr(preset, requireNonNullElse(wish.steps(), 1));
        }

        /** The same for a walk through {@code levels} of them, which jumps make fewer than steps. */
        int startOr(int preset, int levels) {
            Integer given = wish.startStep();
            int room = Math.max(usual(preset), levels - 1);
            return given == null ? Math.min(room, schedule.steps() - 1) : given;
        }

        /** Where a walk begins that nobody wished anything of. */
        int usual(int preset) {
            return noiseIsAll() ? Math.min(preset, schedule.indexOfSigma(sigma)) : preset;
        }

        /** Whether a walk down may begin at the level of the clip's own noise; as published, none does. */
        private boolean noiseIsAll() {
            return wish.task() == Task.DENOISE && wish.preset() != Preset.PAPER;
        }

        /** The wished count, or the preset's as far as {@code start} leaves room for it. */
        int stepsOr(int preset, int start) {
            Integer given = wish.steps();
            return given == null ? Math.min(preset, start + 1) : given;
        }
    }

    static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    static @Nullable Maker find(String name) {
        return MAKERS.get(name);
    }

    private static Backbone ddnm(Order order) {
        if (order.sigma() > 0 && !(order.operator() instanceof SpectralOperator)) {
            throw Refusal.of(
                    "--backbone ddnm needs the singular values of "
                            + order.operator().name() + " for a noisy measurement, and they are not known",
                    "say --backbone hqs or --backbone diffpir, which do without");
        }
        BackboneSettings wish = order.wish();
        DdnmRow row = PresetTable.ddnm(wish.preset());
        int start = order.startOr(row.start());
        int steps = order.stepsOr(row.steps(), start);
        boolean fromMeasurement = row.settings().fromMeasurement() || wish.startStep() != null;
        int[] levels = fromMeasurement
                ? TimestepSpacing.even(steps, start).ascending()
                : Ddnm.publishedLevels(order.schedule(), steps);
        Double eta = wish.eta();
        var settings = new Ddnm.Settings(
                eta == null ? row.settings().eta() : eta,
                fromMeasurement,
                row.settings().clamp());
        return new Ddnm(order.schedule(), TimeTravel.NONE.moves(levels), settings);
    }

    private static Backbone diffPir(Order order) {
        refuseEta(order.wish(), "diffpir", "mixes its noise by a share of its own");
        DiffPirRow row = PresetTable.diffPir(order.wish().preset(), order.wish().task());
        int start = order.startOr(row.start());
        var levels = TimestepSpacing.quadratic(order.stepsOr(row.steps(), start), start);
        return new DiffPir(order.schedule(), levels, row.settings());
    }

    private static Backbone hqs(Order order) {
        BackboneSettings wish = order.wish();
        refuseEta(wish, "hqs", "adds what noise its levels ask for");
        HqsRow row = PresetTable.hqs(wish.preset(), wish.task());
        double noise = order.sigma();
        boolean onlyNoise = wish.task() == Task.DENOISE;
        double last = Math.max(row.last() * EIGHT_BIT, onlyNoise ? 0 : noise); // DPIR ends at the measurement's noise
        double first = onlyNoise
                ? Math.max(noise, order.schedule().sigmaBar(0))
                : Math.max(row.first() * EIGHT_BIT, 2 * noise);
        if (wish.startStep() != null) {
            first = order.schedule().sigmaBar(wish.startStep());
        }
        int steps = order.stepsOr(row.steps(), order.schedule().indexOfSigma(first));
        int[] levels = Hqs.geometricLevels(order.schedule(), steps, first, Math.min(first, last));
        return new Hqs(order.schedule(), levels, row.lambda());
    }

    private static Backbone gdp(Order order) {
        BackboneSettings wish = order.wish();
        refuseEta(wish, "gdp", "draws as much noise as its network learned to");
        if (wish.task() == Task.LOW_LIGHT) {
            return lowLight(order);
        }
        GdpRow row = PresetTable.gdp(wish.preset(), wish.task());
        int start = order.startOr(row.start());
        int steps = order.stepsOr(row.steps(), start);
        var known = new Gdp(
                order.schedule(), TimestepSpacing.even(steps, start).ascending(), row.settings(start, steps, wish));
        return wish.task() == Task.BLIND_SUPER_RESOLUTION ? new BlindGdp(known) : known;
    }

    private static Backbone dps(Order order) {
        BackboneSettings wish = order.wish();
        refuseEta(wish, "dps", "draws as much noise as its network learned to");
        DpsRow row = PresetTable.dps(wish.preset(), wish.task());
        int start = order.startOr(row.start());
        int steps = order.stepsOr(row.steps(), start);
        boolean published = row.published() && wish.startStep() == null;
        double stride = (start + 1.0) / steps * (row.start() + 1.0) / (order.usual(row.start()) + 1.0);
        boolean usual = wish.steps() == null && wish.startStep() == null;
        double zeta = usual ? row.zeta() : PresetTable.zeta(wish.task(), stride);
        return new Dps(
                order.schedule(),
                TimestepSpacing.even(steps, start).ascending(),
                new Dps.Settings(
                        zeta,
                        published ? 0 : PresetTable.share(wish.task(), stride),
                        requireNonNullElse(wish.gradient(), GradientReach.LOCAL),
                        published));
    }

    private static Backbone rePaint(Order order) {
        BackboneSettings wish = order.wish();
        refuseEta(wish, "repaint", "adds what noise the network learned to");
        if (!(order.operator() instanceof Inpainting)) {
            throw Refusal.of(
                    "--backbone repaint fills the holes of a mask and mends nothing else, and the clip was damaged by "
                            + order.operator().name(),
                    "say --backbone hqs or --backbone ddnm, which know every operator");
        }
        RePaintRow row = PresetTable.rePaint(wish.preset());
        Integer asked = wish.steps();
        int count = asked == null ? row.levels() : row.travel().levelsWithin(asked);
        int start = order.startOr(row.start(), count);
        int[] levels = TimestepSpacing.even(Math.min(count, start + 1), start).ascending();
        boolean fromMeasurement = row.fromMeasurement() || wish.startStep() != null;
        return new RePaint(order.schedule(), levels, row.travel(), fromMeasurement);
    }

    private static Backbone lowLight(Order order) {
        BackboneSettings wish = order.wish();
        boolean published = wish.preset() == Preset.PAPER;
        if (wish.quality().smoothness() > 0 && !published) {
            throw Refusal.of(
                    "--quality smoothness is about the map that --preset paper learns, and the preset is "
                            + wish.preset().word() + ", whose map of light is smooth by itself",
                    "leave out smoothness, or say --preset paper");
        }
        LowLightRow row = PresetTable.lowLight(wish.preset());
        int start = order.startOr(row.start());
        int steps = order.stepsOr(row.steps(), start);
        int[] levels = TimestepSpacing.even(steps, start).ascending();
        QualityWish quality = wish.quality().over((start + 1.0) / steps);
        return published
                ? new LowLight(
                        order.schedule(),
                        levels,
                        row.strength(),
                        LowLight.PUBLISHED_VALUES,
                        quality,
                        wish.startStep() != null)
                : new LowLightByMap(order.schedule(), levels, row.strength(), quality);
    }

    private static void refuseEta(BackboneSettings wish, String name, String because) {
        if (wish.eta() != null) {
            throw Refusal.of(
                    "--eta is a setting of ddnm, and the restorer is " + name + ", which " + because,
                    "leave out --eta, or say --backbone ddnm");
        }
    }
}
