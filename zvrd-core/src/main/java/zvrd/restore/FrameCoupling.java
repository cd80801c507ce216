package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Guidance;
import zvrd.motion.Motion;
import zvrd.motion.OpticalFlow;
import zvrd.temporal.ConsistencyGuidance;
import zvrd.temporal.NoiseSharing;
import zvrd.temporal.SemanticConsistency;
import zvrd.temporal.TemporalSettings;

/**
 * What ties the frames of a window to each other: the paper's ideas that are switched on, and what they look at, which
 * the caller owns.
 *
 * @param settings which and how
 * @param flow how frames move
 * @param semantic how alike frames are in what they show, or null where guidance does without
 */
record FrameCoupling(
        TemporalSettings settings,
        OpticalFlow flow,
        @Nullable SemanticConsistency semantic) {
    /** The motion seen in the clean images {@code x0} [N, 3, H, W] of the step before; null where nothing asks for it at {@code t}. */
    @Nullable
    Motion motion(@Nullable Tensor x0, int t) {
        return x0 == null || x0.size(0) < 2 || t >= settings.motionFrom() ? null : Motion.of(x0, flow);
    }

    /** The pull towards neighbours that agree, of a window whose first {@code anchors} frames stay as they are. */
    Guidance guidance(@Nullable Motion motion, int anchors) {
        return settings.guidance() == null
                ? Guidance.none()
                : new ConsistencyGuidance(settings.guidance(), motion, semantic, anchors);
    }

    /** How frames share noise, or null. */
    @Nullable
    NoiseSharing sharing() {
        return settings.noise() == null ? null : new NoiseSharing(settings.noise());
    }
}
