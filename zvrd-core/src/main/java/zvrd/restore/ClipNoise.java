package zvrd.restore;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Anscombe;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.PoissonNoise;
import zvrd.degradation.Task;

/**
 * The noise assumed in a clip, and the scale of brightness on which restorers, which know white noise only, see it. Counted
 * light is denoised on a scale that makes its noise white (ours); where an operator stands between, which that scale would
 * break, DPS and the restorer of dark frames weigh pixels by their
 * brightness, and the others assume its level at mid-grey everywhere.
 *
 * @param levels standard deviation in 8-bit levels; of counted light that on white
 * @param sigma what restorers see of it, on the [-1, 1] scale
 * @param kind what restorers see of its kind
 * @param scale what makes it white; null where frames are restored as they are
 */
public record ClipNoise(
        double levels,
        double sigma,
        NoiseKind kind,
        @Nullable Anscombe scale) {
    /** What {@code request} says, or the clip itself where that says nothing. */
    static ClipNoise of(RestoreRequest request) {
        NoiseKind kind = request.operators().noise();
        double levels = request.sigma().orElseGet(() -> NoiseLevel.of(request.input(), request.reading(), kind));
        if (kind == NoiseKind.GAUSSIAN || levels < PoissonNoise.LEAST_LEVELS) {
            return new ClipNoise(levels, levels / VideoRestorer.LEVELS, NoiseKind.GAUSSIAN, null);
        }
        PoissonNoise counted = PoissonNoise.ofLevels(levels);
        if (request.prior().restorer().task() != Task.DENOISE) {
            return new ClipNoise(levels, counted.sigma(), NoiseKind.POISSON, null);
        }
        var scale = new Anscombe(counted);
        return new ClipNoise(levels, scale.sigma(), NoiseKind.GAUSSIAN, scale);
    }

    /** A recorded frame as restorers see it. */
    Tensor seen(Tensor y) {
        return scale == null ? y : scale.stabilised(y);
    }

    /** What a restorer made of it, as it is shown. */
    Tensor shown(Tensor x) {
        return scale == null ? x : scale.brightness(x);
    }
}
