package zvrd.nn;

import org.bytedeco.pytorch.Tensor;

/**
 * An evaluation that has come to the first attention of the decoder's finest map with attention. What follows may be run
 * several times, attending differently each time; what came before is shared.
 *
 * <p>Belongs to the thread and the scope it was made in.
 */
public final class Halfway implements AutoCloseable {
    private final Tensor embedding;
    private final Tensor feature;
    private final Skips skips;

    Halfway(Tensor embedding, Tensor feature, Skips skips) {
        this.embedding = embedding;
        this.feature = feature;
        this.skips = skips;
    }

    /** What enters that attention: [N, C, h, w] in the network's precision; valid until the last finish. */
    public Tensor feature() {
        return feature;
    }

    Tensor embedding() {
        return embedding;
    }

    Skips skips() {
        return skips;
    }

    @Override
    public void close() {
        skips.close();
    }
}
