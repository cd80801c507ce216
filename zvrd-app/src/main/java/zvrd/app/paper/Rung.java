package zvrd.app.paper;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import zvrd.app.option.TemporalOptions;
import zvrd.app.report.PaperScore;
import zvrd.temporal.TemporalModule;

/** The steps in which the paper's Table 5 adds its modules, with what it measured at each: GDP, super-resolution x4. */
public enum Rung {
    NONE("each frame by itself", null, 20.44, 4.0327, 0.8950, 4.3595),
    ATTENTION("+ attention", TemporalModule.ATTENTION, 21.12, 2.2806, 0.9220, 1.8654),
    GUIDANCE("+ guidance", TemporalModule.GUIDANCE, 21.15, 1.9281, 0.9653, 1.3540),
    NOISE("+ noise sharing", TemporalModule.NOISE, 21.42, 0.4586, 0.9867, 0.9972),
    EARLY_STOP("+ early stopping", TemporalModule.EARLY_STOP, 21.39, 0.4234, 0.9885, 0.9948);

    private final String label;
    private final Set<TemporalModule> modules;
    private final PaperScore paper;

    Rung(
            String label,
            @org.jspecify.annotations.Nullable TemporalModule added,
            double psnr,
            double we,
            double fs,
            double ofme) {
        this.label = label;
        this.modules =
                added == null ? EnumSet.noneOf(TemporalModule.class) : EnumSet.range(TemporalModule.ATTENTION, added);
        this.paper = new PaperScore(psnr, Double.NaN, Double.NaN, we, fs, ofme);
    }

    /** What its row is called. */
    public String label() {
        return label;
    }

    /** What the paper has of it. */
    public PaperScore paper() {
        return paper;
    }

    /** For {@code --temporal}. */
    public String modules() {
        return modules.isEmpty()
                ? "none"
                : modules.stream().map(TemporalOptions::word).collect(Collectors.joining(","));
    }

    /** The name of its clip. */
    public String file() {
        return ordinal() + "-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** {@code options}, and those that mean something only with modules which it does without. */
    public Set<String> without(Set<String> options) {
        var all = new LinkedHashSet<>(options);
        TemporalOptions.OF_MODULES.forEach((option, module) -> {
            if (!modules.contains(module)) {
                all.add(option);
            }
        });
        return all;
    }
}
