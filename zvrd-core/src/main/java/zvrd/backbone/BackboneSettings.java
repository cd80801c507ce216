package zvrd.backbone;

import org.jspecify.annotations.Nullable;
import zvrd.degradation.Task;

/**
 * Which restorer is wished for, and how it should work.
 *
 * @param name one of {@link Backbones#names()}, or {@code auto} for the one that measured best
 * @param preset where the values come from that are not given here
 * @param task what is to be mended
 * @param steps how often the network is asked, or null for the preset's count
 * @param startStep level to begin at, 0 … 999, or null for the preset's
 * @param eta share of fresh noise in a step of DDNM, 0 … 1, or null for the preset's
 * @param gradient how far DPS's gradient goes where frames look at each other, or null for each frame by itself
 * @param quality what GDP holds to be a good picture of a dark frame, besides what was measured
 */
public record BackboneSettings(
        String name,
        Preset preset,
        Task task,
        @Nullable Integer steps,
        @Nullable Integer startStep,
        @Nullable Double eta,
        @Nullable GradientReach gradient,
        QualityWish quality) {
    /** With no wish about the gradient and the look. */
    public BackboneSettings(
            String name,
            Preset preset,
            Task task,
            @Nullable Integer steps,
            @Nullable Integer startStep,
            @Nullable Double eta) {
        this(name, preset, task, steps, startStep, eta, null, QualityWish.NONE);
    }

    /** What {@code preset} holds for {@code task}. */
    public static BackboneSettings of(String name, Preset preset, Task task) {
        return new BackboneSettings(name, preset, task, null, null, null);
    }
}
