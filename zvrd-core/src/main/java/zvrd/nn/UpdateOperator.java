package zvrd.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** RAFT's update operator: what is added to the flow, from its correlations, the context and what was seen before. */
record UpdateOperator(MotionEncoder encoder, List<ConvGru> gru, FlowHead head) {
    static UpdateOperator of(Parameters parameters, RaftSize size) {
        Parameters gru = parameters.at("gru");
        int hidden = size.hidden();
        int inputs = size.context() + MotionEncoder.channels(size);
        return new UpdateOperator(
                MotionEncoder.of(parameters.at("encoder"), size),
                size == RaftSize.SMALL
                        ? List.of(ConvGru.of(gru, "", inputs, hidden, 3, 3))
                        : List.of(
                                ConvGru.of(gru, "1", inputs, hidden, 1, 5), ConvGru.of(gru, "2", inputs, hidden, 5, 1)),
                FlowHead.of(parameters.at("flow_head"), hidden, size == RaftSize.SMALL ? 128 : 256));
    }

    /**
     * Δ of the flow [N, 2, h, w], in its pixels; the state is replaced by the next.
     *
     * @param state [N, hidden, h, w]
     * @param context [N, context, h, w]
     */
    Tensor apply(Tensor state, Tensor context, Tensor flow, Tensor correlations) {
        return TensorScope.compute(() -> {
            Tensor seen = torch.cat(new TensorVector(context, encoder.apply(flow, correlations)), 1);
            gru.forEach(step -> step.update(state, seen));
            return head.apply(state);
        });
    }

    private record FlowHead(RaftConv in, RaftConv out) {
        static FlowHead of(Parameters parameters, int hidden, int width) {
            return new FlowHead(
                    RaftConv.of(parameters.at("conv1"), hidden, width, 3),
                    RaftConv.of(parameters.at("conv2"), width, 2, 3));
        }

        Tensor apply(Tensor state) {
            return TensorScope.compute(() -> out.apply(in.apply(state).relu_()));
        }
    }
}
