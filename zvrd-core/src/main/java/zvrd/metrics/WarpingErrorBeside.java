package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.tensor.TensorScope;

/**
 * What a warping error is to be read beside: those of the reference, which a perfect restoration would have, of what it was
 * restored from, and of a blurred reference, which nobody wants and which is steadier than the reference.
 */
public final class WarpingErrorBeside implements BesideMetric {
    /** What the clip itself changes along its motion. */
    public static final WarpingErrorBeside REFERENCE = new WarpingErrorBeside("we_reference", "the reference", false);

    /** Of what it was restored from. */
    public static final WarpingErrorBeside DEGRADED =
            new WarpingErrorBeside("we_degraded", "the degraded clip, brought to size by Lanczos", true);

    /** Of the reference seen through a Gaussian of σ = 1.5 pixels, mirrored at the border. */
    public static final WarpingErrorBeside BLURRED =
            new WarpingErrorBeside("we_blurred", "the reference behind a Gaussian blur of sigma 1.5", false);

    private static final Blur BLUR = Blur.of(BlurKernel.gaussian(1.5));

    private final String name;
    private final String clip;
    private final boolean ofDegraded;

    private WarpingErrorBeside(String name, String clip, boolean ofDegraded) {
        this.name = name;
        this.clip = clip;
        this.ofDegraded = ofDegraded;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String convention() {
        return "as we, of " + clip;
    }

    @Override
    public double shownTimes() {
        return 100;
    }

    @Override
    public double of(FramePair reference, @Nullable Tensor degraded) {
        if (ofDegraded) {
            return degraded == null ? Double.NaN : along(degraded, reference);
        }
        try (var scope = new TensorScope()) {
            return along(this == BLURRED ? BLUR.forward(reference.frames()) : reference.frames(), reference);
        }
    }

    private static double along(Tensor frames, FramePair reference) {
        Levels.requireSameShape(frames, reference.frames());
        return WarpingError.of(frames, reference.motion());
    }
}
