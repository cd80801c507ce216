package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.ComputeDevice;
import zvrd.tensor.Precision;
import zvrd.weights.StateDict;

/** One attention layer by itself, from stored parameters. */
public final class StoredAttentionBlock implements AutoCloseable {
    private final Parameters parameters;
    private final AttentionBlock block;

    /** Of {@code channels} channels in {@code heads} heads; {@code newOrder} tells queries, keys and values apart first. */
    public StoredAttentionBlock(StateDict weights, int channels, int heads, boolean newOrder) {
        UNetConfig config = UNetConfig.fromJson("{\"use_new_attention_order\": " + newOrder + "}");
        parameters = Parameters.stored(weights, Precision.FLOAT32, ComputeDevice.cpu());
        block = new AttentionBlock(parameters, config, channels, heads, 1);
    }

    /** The layer's output for {@code x} [N, C, h, w]. */
    public Tensor forward(Tensor x, Attention attention) {
        return block.forward(x, new Pass(x, attention)); // attention knows no timestep: any tensor stands in for it
    }

    @Override
    public void close() {
        parameters.close();
    }
}
