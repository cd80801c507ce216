package zvrd.backbone;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.Prediction;

/** A restorer that hears what the network says of each patch, and puts frames together itself. */
public interface Patchwise extends Backbone {
    /**
     * One denoising move, as {@link Backbone#step}.
     *
     * @param patches that cover the frames; where they overlap, they are averaged
     */
    Sample step(Move move, Sample sample, List<Patch> patches, Measurement m, Guidance guidance, NoiseDraws noise);

    /** The same where one patch is as large as the frames. */
    @Override
    default Sample step(
            Move move,
            Sample sample,
            @Nullable Prediction prediction,
            Measurement m,
            Guidance guidance,
            NoiseDraws noise) {
        Prediction whole = requireNonNull(prediction, "every move of a patchwise restorer needs a prediction");
        return step(move, sample, List.of(new Patch(0, 0, whole)), m, guidance, noise);
    }
}
