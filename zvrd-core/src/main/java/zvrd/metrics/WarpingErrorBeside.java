package zvrd.metrics;

import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.Blur;
import zvrd.degradation.BlurKernel;
import zvrd.tensor.TensorScope;

/**
 * What a warping error is to be read beside: that of the reference, which a perfect restoration would have, and that of a blurred
 * reference, which nobody wants and which is steadier than the reference; that of what it was restored from is {@link OfDegraded}.
 */
public final class WarpingErrorBeside implements BesideMetric {
    /** What the clip itself changes along its motion. */
    public static final WarpingErrorBeside REFERENCE = new WarpingErrorBeside("we_reference", "the reference");

    /** Of the reference seen through a Gaussian of σ = 1.5 pixels, mirrored at the border. */
    public static final WarpingErrorBeside BLURRED =
            new WarpingErrorBeside("we_blurred", "the reference behind a Gaussian blur of sigma 1.5");

    private static final Blur BLUR = Blur.of(BlurKernel.gaussian(1.5));

    private final String name;
    private final String clip;

    private WarpingErrorBeside(String name, String clip) {
        this.name = name;
        this.clip = clip;
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
    public double of(FramePair reference) {
        try (var scope = new TensorScope()) {
            Tensor frames = this == BLURRED ? BLUR.forward(reference.frames()) : reference.frames();
            return WarpingError.of(frames, reference.motion());
        }
    }
}
