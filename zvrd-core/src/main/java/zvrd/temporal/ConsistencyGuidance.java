package zvrd.temporal;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Guidance;
import zvrd.motion.Motion;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Temporal consistency guidance of ZVRD (eq. 8–10) at one step: x̂0 ← x̂0 - s ∇L_PC - γ ∇L_SC, the second gradient being taken
 * where the first has led, or the two undo each other. The paper writes +s∇L, which would raise the losses.
 *
 * @param settings s, T_TC and what γ follows from
 * @param motion how the frames move, as far as it is known; without, L_PC is left out
 * @param semantic L_SC, which acts at every level; null to leave it out
 * @param anchors how many of the first frames are finished: they are looked at, and never moved
 */
public record ConsistencyGuidance(
        GuidanceSettings settings,
        @Nullable Motion motion,
        @Nullable SemanticConsistency semantic,
        int anchors) implements Guidance {
    /** What s counts as for L_SC before L_PC begins: GDP's, whose steps are the smallest. */
    private static final double EARLY_SCALE = 0.003;

    /** Of the way after which a straight line would be at zero: frames that show almost the same are not carried past. */
    private static final double HALF_WAY = 0.5;

    public ConsistencyGuidance {
        if (anchors < 0) {
            throw new IllegalArgumentException("anchors must be 0 or more, got " + anchors);
        }
    }

    /**
     * {@code x0} [N, 3, H, W], the frames of the window in order, moved against the losses; {@code x0} itself where there is
     * nothing to follow. The result is not clamped: it may leave [-1, 1] by as much as a step is long.
     */
    @Override
    public Tensor adjust(Tensor x0, int t) {
        long moving = x0.size(0) - anchors;
        Motion pixels = t < settings.from() && settings.scale() > 0 ? motion : null;
        SemanticConsistency meaning = settings.semanticShare() > 0 ? semantic : null;
        if (x0.size(0) < 2 || moving < 1 || (pixels == null && meaning == null)) {
            return x0;
        }
        return TensorScope.compute(() -> {
            Tensor moved = x0.clone();
            Tensor free = moved.narrow(0, anchors, moving);
            if (pixels != null) {
                Tensor gradient =
                        new PixelConsistency(settings.huber()).of(x0, pixels).gradient();
                free.sub_(gradient.narrow(0, anchors, moving), new Scalar(settings.scale()));
            }
            if (meaning != null) {
                free.sub_(semanticMove(moved, t, moving, meaning));
            }
            return moved;
        });
    }

    /** γ ∇L_SC for the frames that move; the last anchor is all they need to know of the others. */
    private Tensor semanticMove(Tensor x0, int t, long moving, SemanticConsistency meaning) {
        long known = Math.min(1, anchors);
        Loss loss = meaning.of(x0.narrow(0, anchors - known, known + moving));
        Tensor gradient = loss.gradient().narrow(0, known, moving);
        double norm = Math.sqrt(Tensors.dot(gradient, gradient));
        if (norm == 0) {
            return torch.zeros_like(gradient);
        }
        double scale = t < settings.from() ? settings.scale() : EARLY_SCALE;
        double wanted = settings.semanticShare() * scale * Math.sqrt(gradient.numel());
        double needed = HALF_WAY * loss.value() / norm;
        return gradient.mul(new Scalar(Math.min(wanted, needed) / norm));
    }
}
