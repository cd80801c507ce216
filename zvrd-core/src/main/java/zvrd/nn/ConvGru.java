package zvrd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** A gated recurrent unit whose products are convolutions (RAFT, eq. 3 to 6): its update gate, reset gate and candidate. */
record ConvGru(RaftConv z, RaftConv r, RaftConv q) {
    /** With kernels of {@code height} × {@code width}; {@code suffix} follows the letters in the tensors' names. */
    static ConvGru of(Parameters parameters, String suffix, int inputs, int hidden, int height, int width) {
        int in = hidden + inputs;
        return new ConvGru(
                RaftConv.oblong(parameters.at("convz" + suffix), in, hidden, height, width),
                RaftConv.oblong(parameters.at("convr" + suffix), in, hidden, height, width),
                RaftConv.oblong(parameters.at("convq" + suffix), in, hidden, height, width));
    }

    /** Replaces the state h [N, hidden, h, w] by what it is after {@code x} [N, inputs, h, w] was seen. */
    void update(Tensor h, Tensor x) {
        TensorScope.run(() -> {
            Tensor hx = torch.cat(new TensorVector(h, x), 1);
            Tensor update = z.apply(hx).sigmoid_();
            Tensor reset = r.apply(hx).sigmoid_();
            Tensor candidate =
                    q.apply(torch.cat(new TensorVector(reset.mul_(h), x), 1)).tanh_();
            h.lerp_(candidate, update); // (1 - z) h + z q
        });
    }
}
