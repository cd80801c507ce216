package zvrd.backbone;

import java.util.List;
import zvrd.UserError;
import zvrd.degradation.DegradationOperator;
import zvrd.diffusion.NoiseSchedule;

/** Restorers by name and preset. */
public final class Backbones {
    private static final String AUTO = "auto";

    private Backbones() {}

    /** The names of all restorers, without {@code auto}. */
    public static List<String> names() {
        return BackboneRegistry.names();
    }

    /**
     * The restorer that is wished for.
     *
     * @param schedule of the network
     * @param operator of the measurement
     * @param sigma noise of the measurement on the [-1, 1] scale, 0 where it is exact
     * @throws UserError exit 2, naming an alternative, where the wishes do not fit each other
     */
    public static Backbone create(
            BackboneSettings wish, NoiseSchedule schedule, DegradationOperator operator, double sigma) {
        String name = AUTO.equals(wish.name()) ? TaskTable.best(wish.task()) : wish.name();
        BackboneRegistry.Maker maker = BackboneRegistry.find(name);
        if (maker == null) {
            throw Refusal.of(
                    "--backbone expects one of auto, " + String.join(", ", names()) + ", got " + name,
                    "say --backbone auto for the one that measured best");
        }
        TaskTable.require(name, wish.task());
        if (wish.gradient() != null && !name.equals("dps")) {
            throw Refusal.of(
                    "--dps-gradient is a setting of dps, and the restorer is " + name
                            + ", which goes through no gradient",
                    "leave out --dps-gradient, or say --backbone dps");
        }
        requireSound(wish, schedule);
        return maker.make(new BackboneRegistry.Order(wish, schedule, operator, sigma));
    }

    private static void requireSound(BackboneSettings wish, NoiseSchedule schedule) {
        int last = schedule.steps() - 1;
        Integer start = wish.startStep();
        if (start != null && (start < 0 || start > last)) {
            throw Refusal.of("--start-step expects 0 … " + last + ", got " + start, "say for example --start-step 400");
        }
        int levels = start == null ? schedule.steps() : start + 1;
        Integer steps = wish.steps();
        if (steps != null && (steps < 1 || steps > levels)) {
            throw Refusal.of(
                    "--steps expects 1 … " + levels + (start == null ? "" : " from --start-step " + start) + ", got "
                            + steps,
                    "say for example --steps " + Math.min(20, levels));
        }
        Double eta = wish.eta();
        if (eta != null && !(eta >= 0 && eta <= 1)) {
            throw Refusal.of("--eta expects 0 … 1, got " + eta, "say for example --eta 0.85");
        }
    }
}
