package zvrd.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** Attention within each image; three plain operations, as the fused one is slow without MKL. */
final class PlainAttention implements Attention {
    static final PlainAttention INSTANCE = new PlainAttention();

    private PlainAttention() {}

    @Override
    public Tensor attend(AttentionSite site, Tensor x, Tensor q, Tensor k, Tensor v) {
        return attended(q, k, v);
    }

    /** softmax(q kᵀ / √ch) v; q [N, heads, T, ch], k and v [N, heads, T', ch], any strides. */
    static Tensor attended(Tensor q, Tensor k, Tensor v) {
        return TensorScope.compute(() -> {
            var scale = new Scalar(1 / Math.sqrt(q.size(3)));
            Tensor scores = torch.bmm(headwise(q).mul(scale), headwise(k).transpose(1, 2)); // [N·heads, T, T']
            Tensor mixed = torch.bmm(softmax(scores), headwise(v));
            return mixed.view(q.size(0), q.size(1), q.size(2), v.size(3));
        });
    }

    /** Over the last dimension, with sums in float32; {@code scores} are used up. */
    private static Tensor softmax(Tensor scores) {
        return scores.requires_grad() ? torch.softmax(scores, -1) : torch.softmax_out(scores, scores, -1);
    }

    private static Tensor headwise(Tensor x) { // [N, heads, T, ch] -> [N·heads, T, ch]
        return x.reshape(x.size(0) * x.size(1), x.size(2), x.size(3));
    }
}
