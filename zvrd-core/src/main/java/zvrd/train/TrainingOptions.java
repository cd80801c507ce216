package zvrd.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.Precision;

/**
 * One wish to train.
 *
 * @param images folders, searched through and through, or single images
 * @param output where the averaged weights go, a safetensors file; state, curve and samples lie beside it
 * @param resume whether to go on with the state beside {@code output}, where there is one
 * @param from weights to start from, whose configuration wins over the recipe's; null for random ones
 * @param hours of training in all, resumed parts included
 * @param steps of training in all, at most
 * @param seed of every random draw
 * @param threads that compute; the result does not depend on them while there are at most {@link #SHARDS}
 * @param precision that forward and backward compute in; weights are always kept in float32
 * @param recipe what is trained and how
 */
public record TrainingOptions(
        List<Path> images,
        Path output,
        boolean resume,
        @Nullable Path from,
        double hours,
        long steps,
        long seed,
        int threads,
        Precision precision,
        TrainingRecipe recipe) {
    /** Parts that a batch is cut into, whatever the threads, so that sums come out the same. */
    public static final int SHARDS = 2;

    public TrainingOptions {
        images = List.copyOf(images);
        if (!(hours > 0) || steps < 1 || threads < 1) {
            throw new IllegalArgumentException("training needs time, steps and threads, got " + hours + " h, " + steps
                    + " steps, " + threads + " threads");
        }
    }

    /** The same, going on with an interrupted training or not. */
    public TrainingOptions withResume(boolean wanted) {
        return new TrainingOptions(images, output, wanted, from, hours, steps, seed, threads, precision, recipe);
    }

    /** The same, starting from the weights in {@code file}. */
    public TrainingOptions withFrom(@Nullable Path file) {
        return new TrainingOptions(images, output, resume, file, hours, steps, seed, threads, precision, recipe);
    }

    /** How far the training is after {@code seconds} and {@code done} steps, 0 … 1. */
    double progress(double seconds, long done) {
        return Math.min(1, Math.max(seconds / (hours * 3600), done / (double) steps));
    }

    /** A file beside the output, named after it. */
    Path beside(String ending) {
        String name = String.valueOf(output.getFileName());
        String stem = name.endsWith(".safetensors") ? name.substring(0, name.length() - 12) : name;
        return output.resolveSibling(stem + ending);
    }
}
