package zvrd.nn;

import java.util.List;
import zvrd.nn.FeatureNorm.Kind;

/** The two networks of the paper, by the numbers of their channels. */
enum RaftSize {
    LARGE(List.of(64, 96, 128), Kind.BATCH, 256, 128, 128, 4),
    /** Its residual units are bottlenecks; its GRU has square kernels; flows are enlarged bilinearly. */
    SMALL(List.of(32, 64, 96), Kind.NONE, 128, 96, 64, 3);

    private final List<Integer> stages;
    private final Kind contextNorm;
    private final int features;
    private final int hidden;
    private final int context;
    private final int radius;

    RaftSize(List<Integer> stages, Kind contextNorm, int features, int hidden, int context, int radius) {
        this.stages = stages;
        this.contextNorm = contextNorm;
        this.features = features;
        this.hidden = hidden;
        this.context = context;
        this.radius = radius;
    }

    /** Channels of the encoders' three stages. */
    List<Integer> stages() {
        return stages;
    }

    Kind contextNorm() {
        return contextNorm;
    }

    /** Channels that pixels are compared in. */
    int features() {
        return features;
    }

    /** Channels of the GRU's state. */
    int hidden() {
        return hidden;
    }

    /** Channels that the update operator sees of the context, beside those the state begins with. */
    int context() {
        return context;
    }

    /** How far around a pixel's match the update operator sees correlations, in pixels of each level. */
    int radius() {
        return radius;
    }
}
