package zvrd.nn;

import org.bytedeco.pytorch.Tensor;

/**
 * How the positions of a feature map look at each other; a network takes another one to look across frames.
 *
 * <p>Implementations are shared by threads and hold no tensors of a call.
 */
@FunctionalInterface
public interface Attention {
    /**
     * softmax(q kᵀ / √ch) v for every image and head.
     *
     * @param site which attention layer of the network asks
     * @param x the layer's input, [N, C, H, W] in the network's precision
     * @param q queries [N, heads, T, ch] with T = H·W in row-major order, not yet scaled; any strides
     * @param k keys, like q; a strategy may bring others, [N, heads, T', ch]
     * @param v values, like k
     * @return [N, heads, T, ch] in the type of v, any strides
     */
    Tensor attend(AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v);

    /** Every image by itself, as the network was trained. */
    static Attention plain() {
        return PlainAttention.INSTANCE;
    }
}
