package zvrd.backbone;

import zvrd.degradation.Task;

/** The values behind the presets, all in one place; those that are ours and not a paper's are measured ones. */
final class PresetTable {
    private static final double SHARE_OF_FEW = 0.5; // in DPS's draft and balanced steps of super-resolution
    private static final double SHARE_OF_MANY = 0.2;

    private PresetTable() {}

    /**
     * DDNM: its paper walks 100 levels from noise alone, unclamped.
     *
     * @param steps levels
     * @param start highest level
     */
    record DdnmRow(int steps, int start, Ddnm.Settings settings) {}

    static DdnmRow ddnm(Preset preset) {
        return switch (preset) {
            case DRAFT -> new DdnmRow(10, 400, new Ddnm.Settings(0.85, true, true));
            case BALANCED -> new DdnmRow(25, 500, new Ddnm.Settings(0.85, true, true));
            case PAPER -> new DdnmRow(100, 990, Ddnm.Settings.PUBLISHED);
        };
    }

    /**
     * DiffPIR: its code has 100 levels from 999, λ = 1 and a ζ per task, and leaves the last image unpulled.
     *
     * @param steps levels
     * @param start highest level
     */
    record DiffPirRow(int steps, int start, DiffPir.Settings settings) {}

    static DiffPirRow diffPir(Preset preset, Task task) {
        double zeta = switch (task) {
            case DEBLUR -> 0.1;
            case INPAINT -> 1.0;
            case SUPER_RESOLUTION, DENOISE, COLORIZE, OWN, LOW_LIGHT, BLIND_SUPER_RESOLUTION -> 0.25;
        };
        return switch (preset) {
            case DRAFT -> new DiffPirRow(10, 400, new DiffPir.Settings(1, zeta, true));
            case BALANCED -> new DiffPirRow(25, 500, new DiffPir.Settings(1, zeta, true));
            case PAPER -> new DiffPirRow(100, 999, new DiffPir.Settings(1, zeta, false));
        };
    }

    /**
     * HQS: DPIR's 8 denoisings from 49 down and its λ = 0.23; more of them, and more noise to begin with, where that
     * measured better.
     *
     * @param steps denoisings
     * @param first strongest noise in 8-bit units; where only noise is to be mended, that noise instead
     * @param last weakest noise in 8-bit units
     * @param lambda trust in the image against a noisy measurement
     */
    record HqsRow(int steps, double first, double last, double lambda) {}

    static HqsRow hqs(Preset preset, Task task) {
        double first = switch (task) {
            case SUPER_RESOLUTION, DEBLUR, DENOISE, INPAINT, OWN, LOW_LIGHT, BLIND_SUPER_RESOLUTION -> 49;
            case COLORIZE -> 400;
        };
        return switch (preset) {
            case DRAFT -> new HqsRow(task == Task.DENOISE ? 1 : 8, first, 4, 0.23);
            case BALANCED -> new HqsRow(task == Task.DENOISE ? 1 : 20, first, 2.5, 0.23);
            case PAPER -> new HqsRow(8, first, 4, 0.23);
        };
    }

    /**
     * GDP: its code walks all 1000 levels from noise alone and has a scale per task for frames of 256².
     *
     * @param steps levels
     * @param start highest level
     * @param rate share of the unexplained that is corrected per level of the schedule
     * @param colour weight of the loss on a colour cast per level
     * @param published as {@link Gdp.Settings}
     */
    record GdpRow(int steps, int start, double rate, double colour, boolean published) {
        /** What {@code steps} of {@code start} + 1 levels do: n corrections by w leave (1-w)ⁿ, and as much does one move over n. */
        Gdp.Settings settings(int start, int steps, BackboneSettings wish) {
            double levels = (start + 1.0) / steps;
            double weight = 1 - Math.pow(1 - rate, levels);
            return new Gdp.Settings(weight, colour * levels, published && wish.startStep() == null);
        }
    }

    static GdpRow gdp(Preset preset, Task task) {
        double scale = switch (task) {
            case SUPER_RESOLUTION, BLIND_SUPER_RESOLUTION -> 2000;
            case INPAINT -> 4000;
            default -> 6000;
        };
        long values = task == Task.DEBLUR ? 3 * 248 * 248 : 3 * 256 * 256; // only where the kernel lies inside
        double colour = task == Task.COLORIZE ? 500.0 / (256 * 256) : 0;
        return switch (preset) {
            case DRAFT -> new GdpRow(10, shortStart(task), 0.2, colour, false);
            case BALANCED -> new GdpRow(25, shortStart(task), 0.2, colour, false);
            case PAPER -> new GdpRow(1000, 999, Gdp.weight(scale, values), colour, true);
        };
    }

    /**
     * DPS: its code walks all 1000 levels from noise alone, with a ζ per task. Steps that are fewer have to go further, but
     * not as much as they are fewer: they begin nearer to the measurement, and a step as long as the whole residual swings.
     *
     * @param steps levels
     * @param start highest level
     * @param zeta length of a step, where it is not a {@link #share}
     * @param published as {@link Dps.Settings}
     */
    record DpsRow(int steps, int start, double zeta, boolean published) {
        /** Levels that a move passes. */
        double stride() {
            return (start + 1.0) / steps;
        }
    }

    static DpsRow dps(Preset preset, Task task) {
        double few = switch (task) {
            case INPAINT -> 40;
            case DENOISE -> 3;
            default -> 20;
        };
        double most = task == Task.INPAINT ? 15 : few / 5;
        return switch (preset) {
            case DRAFT -> new DpsRow(10, 250, few, false);
            case BALANCED -> new DpsRow(50, 250, most, false);
            case PAPER -> new DpsRow(1000, 999, task == Task.INPAINT ? 0.5 : 0.3, true);
        };
    }

    /**
     * ζ of a walk whose moves each pass {@code stride} levels: that of the presets, and between them on a line through their
     * logarithms.
     */
    static double zeta(Task task, double stride) {
        DpsRow before = dps(Preset.PAPER, task);
        for (Preset preset : new Preset[] {Preset.BALANCED, Preset.DRAFT}) {
            DpsRow after = dps(preset, task);
            if (stride <= after.stride()) {
                double share =
                        Math.log(Math.max(1, stride) / before.stride()) / Math.log(after.stride() / before.stride());
                return before.zeta() * Math.pow(after.zeta() / before.zeta(), share);
            }
            before = after;
        }
        return before.zeta();
    }

    /**
     * The share of {@link Dps.Settings} in a walk whose moves each pass {@code stride} levels, 0 for steps of one length.
     * Means of blocks want it: with ζ as above six levels of the residual were left to the last projection, which showed the
     * blocks; more than this swings or invents.
     */
    static double share(Task task, double stride) {
        if (task != Task.SUPER_RESOLUTION) {
            return 0;
        }
        double few = dps(Preset.DRAFT, task).stride();
        double most = dps(Preset.BALANCED, task).stride();
        double slope = Math.log(SHARE_OF_FEW / SHARE_OF_MANY) / Math.log(few / most);
        return Math.min(1, SHARE_OF_MANY * Math.pow(stride / most, slope));
    }

    /**
     * RePaint: its paper walks 250 of the 1000 levels from noise alone, every ten of them ten times.
     *
     * @param levels how many
     * @param start highest level
     * @param travel the jumps back up
     * @param fromMeasurement whether to start from the noised surroundings of the holes
     */
    record RePaintRow(int levels, int start, TimeTravel travel, boolean fromMeasurement) {}

    static RePaintRow rePaint(Preset preset) {
        return switch (preset) {
            case DRAFT -> new RePaintRow(6, 250, new TimeTravel(2, 2), true);
            case BALANCED -> new RePaintRow(12, 250, new TimeTravel(3, 3), true);
            case PAPER -> new RePaintRow(250, 999, new TimeTravel(10, 10), false);
        };
    }

    /** The lower a walk begins, the closer it stays to the measurement and the less it invents; a hole needs more. */
    private static int shortStart(Task task) {
        return switch (task) {
            case INPAINT -> 250;
            case COLORIZE -> 400;
            case BLIND_SUPER_RESOLUTION -> 80;
            case DEBLUR -> 60;
            case SUPER_RESOLUTION, DENOISE, LOW_LIGHT, OWN -> 150;
        };
    }

    /**
     * GDP for dark frames.
     *
     * @param steps levels
     * @param start highest level
     * @param strength the published scale of {@link LowLight}, or the weight of {@link LowLightByMap}
     */
    record LowLightRow(int steps, int start, double strength) {}

    static LowLightRow lowLight(Preset preset) {
        return switch (preset) {
            case DRAFT -> new LowLightRow(10, 150, 0.5);
            case BALANCED -> new LowLightRow(25, 200, 0.5);
            case PAPER -> new LowLightRow(1000, 999, 80000);
        };
    }
}
