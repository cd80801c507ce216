package zvrd.train;

import java.nio.file.Path;

/**
 * What a training ended with.
 *
 * @param model the averaged weights, float16
 * @param progress where it stands
 * @param score how good they are
 * @param finished false where it was stopped early and can be resumed
 */
public record TrainingResult(Path model, TrainingProgress progress, ValidationScore score, boolean finished) {}
