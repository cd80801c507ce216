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
    public Tensor attend(AttentionSite site, Tensor q, Tensor k, Tensor v) {
        return TensorScope.compute(() -> {
            long images = q.size(0);
            long heads = q.size(1);
            var scale = new Scalar(Math.pow(q.size(3), -0.25)); // on both q and k: the product stays small in bfloat16
            Tensor scores =
                    torch.bmm(headwise(q).mul(scale), headwise(k).mul(scale).transpose(1, 2)); // [N·heads, T, T']
            Tensor mixed = torch.bmm(torch.softmax(scores, -1), headwise(v));
            return mixed.view(images, heads, q.size(2), v.size(3));
        });
    }

    private static Tensor headwise(Tensor x) { // [N, heads, T, ch] -> [N·heads, T, ch]
        return x.reshape(x.size(0) * x.size(1), x.size(2), x.size(3));
    }
}
