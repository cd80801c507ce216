package zvrd.metrics;

import java.util.List;

/**
 * What Inception sees of a restored clip and of its reference: 2048 numbers a frame, none where it is not installed.
 *
 * @param restored of each frame
 * @param reference the same
 */
public record FidFeatures(List<float[]> restored, List<float[]> reference) {
    /** Copies the lists, not the numbers. */
    public FidFeatures {
        restored = List.copyOf(restored);
        reference = List.copyOf(reference);
    }

    /** FID of the frames of all {@code clips} together; NaN where there are fewer than two frames of either kind. */
    public static double pooled(List<FidFeatures> clips) {
        return Fid.of(
                clips.stream().flatMap(clip -> clip.restored.stream()).toList(),
                clips.stream().flatMap(clip -> clip.reference.stream()).toList());
    }
}
