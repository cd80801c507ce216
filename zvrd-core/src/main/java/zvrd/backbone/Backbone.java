package zvrd.backbone;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.Prediction;
import zvrd.tensor.TensorScope;

/**
 * A paper's way from a measurement to an image that explains it and looks like one: the restorer. Holds no native
 * memory and nothing that changes; threads may share it. The caller walks through {@link #moves()}, asks the network
 * about {@code sample.xt()} at {@code move.t()} where a move denoises, and hands the answer to {@link #step}.
 */
public interface Backbone {
    /** The name on the command line. */
    String name();

    /** What is done, in order; at least one move, the last one to level -1. */
    List<Move> moves();

    /**
     * What the clean images look like before the network was asked, [N, 3, H, W] in the caller's scope; null where a
     * restoration begins with noise alone.
     */
    @Nullable
    Tensor guess(Measurement m);

    /** The sample at the level of the first move, [N, 3, H, W], in the caller's scope. */
    Tensor start(Measurement m, NoiseDraws noise);

    /**
     * The sample that images known to be {@code clean} have when {@code move} begins, in the caller's scope: frames that
     * were restored before take part in a later window so.
     *
     * @param move one of {@link #moves()}
     * @param clean [N, 3, H, W]
     * @param z standard normal numbers, shaped as {@code clean}
     * @param m what was measured of these images
     */
    Tensor noised(Move move, Tensor clean, Tensor z, Measurement m);

    /**
     * One move. The tensors of the result belong to the caller's scope.
     *
     * @param move one of {@link #moves()}
     * @param sample what the move before left, or the start with no x0
     * @param prediction the network's answer; null if and only if the move does not denoise
     * @param m what was measured
     * @param guidance applied to the clean image before it is pulled to the measurement
     * @param noise where random numbers come from
     */
    Sample step(
            Move move,
            Sample sample,
            @Nullable Prediction prediction,
            Measurement m,
            Guidance guidance,
            NoiseDraws noise);

    /**
     * What the restored images leave unexplained: A x̂ - y, with what was learned about A, in the caller's scope.
     *
     * @param last what the last move left
     */
    default Tensor surprise(Sample last, Measurement m) {
        return TensorScope.compute(() -> m.operator().forward(last.xt()).sub(m.y()));
    }

    /** How far {@link #step} pulls gradients back through the network, so that predictions must be able to; null if it does not. */
    default @Nullable GradientReach gradient() {
        return null;
    }

    /** What of {@code learned} holds for the next window of the shot too, so that it goes on from there; all of it, or nothing. */
    default List<Tensor> lasting(List<Tensor> learned) {
        return learned;
    }

    /** How often the network is asked. */
    default int evaluations() {
        return (int) moves().stream().filter(Move::denoise).count();
    }
}
