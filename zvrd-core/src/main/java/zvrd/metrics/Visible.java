package zvrd.metrics;

import org.bytedeco.pytorch.global.torch.ScalarType;
import zvrd.tensor.TensorScope;

/** How much of the picture the measures of pairs look at: what the mask leaves of it. */
public final class Visible implements BesideMetric {
    @Override
    public String name() {
        return "visible";
    }

    @Override
    public String convention() {
        return "share of the pixels that we and flicker look at; the flow is not trusted at the others";
    }

    @Override
    public double of(FramePair reference) {
        try (var scope = new TensorScope()) {
            return reference.motion().visible().to(ScalarType.Double).mean().item_double();
        }
    }
}
