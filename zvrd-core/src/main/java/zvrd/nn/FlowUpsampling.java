package zvrd.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** The way from RAFT's flow to one of eight times the resolution, in pixels of that. */
sealed interface FlowUpsampling {
    int FACTOR = 8;

    /** {@code flow} [N, 2, h, w] with the update operator's last state [N, hidden, h, w] to [N, 2, 8h, 8w]. */
    Tensor apply(Tensor flow, Tensor state);

    /** By interpolation between the centres of the outermost pixels. */
    record Bilinear() implements FlowUpsampling {
        @Override
        public Tensor apply(Tensor flow, Tensor state) {
            return TensorScope.compute(() -> {
                long[] sides = {FACTOR * flow.size(2), FACTOR * flow.size(3)};
                return torch.upsample_bilinear2d(flow, sides, true).mul_(new Scalar((double) FACTOR));
            });
        }
    }

    /** By means of the 3 × 3 flows around each, with weights that the state chooses (RAFT, section 3.3). */
    record Convex(RaftConv in, RaftConv out) implements FlowUpsampling {
        private static final int NEIGHBOURS = 9;
        private static final int WIDTH = 256;

        static Convex of(Parameters parameters, int hidden) {
            return new Convex(
                    RaftConv.of(parameters.at("0"), hidden, WIDTH, 3),
                    RaftConv.of(parameters.at("2"), WIDTH, NEIGHBOURS * FACTOR * FACTOR, 1));
        }

        @Override
        public Tensor apply(Tensor flow, Tensor state) {
            return TensorScope.compute(() -> {
                long n = flow.size(0);
                long h = flow.size(2);
                long w = flow.size(3);
                Tensor logits = out.apply(in.apply(state).relu_()).mul_(new Scalar(0.25)); // as it was trained
                Tensor weights =
                        logits.view(n, 1, NEIGHBOURS, FACTOR, FACTOR, h, w).softmax(2);
                long[] one = {1, 1};
                Tensor around = torch.im2col(flow.mul(new Scalar((double) FACTOR)), new long[] {3, 3}, one, one, 1, 1)
                        .view(n, 2, NEIGHBOURS, 1, 1, h, w);
                return weights.mul(around)
                        .sum(2) // [N, 2, 8, 8, h, w]
                        .permute(0, 1, 4, 2, 5, 3)
                        .reshape(n, 2, FACTOR * h, FACTOR * w);
            });
        }
    }
}
