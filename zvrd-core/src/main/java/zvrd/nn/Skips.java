package zvrd.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The encoder's outputs of one evaluation, until the decoder takes them in reverse order. */
final class Skips implements AutoCloseable {
    private final SkipStore store;
    private final List<SkipStore.Skip> maps = new ArrayList<>();

    Skips(SkipStore store) {
        this.store = store;
    }

    /** Takes over {@code map}. */
    void push(Tensor map) {
        maps.add(store.keep(map));
    }

    /**
     * {@code h}, which is used up, and the map that decoder block {@code block} sees, both along the channels.
     *
     * @param last whether the map is not asked for again
     */
    Tensor joined(Tensor h, int block, boolean last) {
        SkipStore.Skip skip = maps.get(maps.size() - 1 - block);
        try {
            return skip.read(map -> {
                try (var both = new TensorVector(h, map)) {
                    return torch.cat(both, 1);
                }
            });
        } finally {
            h.close();
            if (last) {
                skip.close(); // held no longer, not even by the vector that passed it
            }
        }
    }

    @Override
    public void close() {
        maps.forEach(SkipStore.Skip::close);
    }
}
