package zvrd.app.cli;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.DegradationOperator;
import zvrd.restore.OperatorPlan;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** A user's own operator, tried on a black frame of the clip's size before any work is done with it. */
final class OwnOperator implements OperatorPlan {
    private final DegradationOperator operator;
    private int triedHeight;
    private int triedWidth;

    OwnOperator(DegradationOperator operator) {
        this.operator = operator;
    }

    @Override
    public DegradationOperator forFrame(int frame, int height, int width) {
        if (height != triedHeight || width != triedWidth) {
            attempt(height, width);
            triedHeight = height;
            triedWidth = width;
        }
        return operator;
    }

    private void attempt(int height, int width) {
        int scale = operator.scale();
        if (height * scale % operator.alignment() != 0 || width * scale % operator.alignment() != 0) {
            throw refusal(height, width, "wants sides that are multiples of " + operator.alignment());
        }
        try (var scope = new TensorScope()) {
            Tensor y = operator.forward(torch.zeros(1, 3, (long) height * scale, (long) width * scale));
            Tensor recorded = operator.recorded(torch.zeros(1, 3, height, width));
            long[] found = Tensors.shape(y);
            if (found.length != 4 || found[2] != height || found[3] != width) {
                throw refusal(height, width, "its forward gives the shape " + Arrays.toString(found));
            }
            if (!Arrays.equals(found, Tensors.shape(recorded))) {
                throw refusal(
                        height,
                        width,
                        "forward gives " + Arrays.toString(found) + " and recorded "
                                + Arrays.toString(Tensors.shape(recorded)));
            }
        } catch (UserError told) {
            throw told;
        } catch (RuntimeException | LinkageError e) {
            throw refusal(height, width, "it fails: " + e);
        }
    }

    private UserError refusal(int height, int width, String why) {
        return new UserError(
                ExitCode.INPUT,
                "--operator " + operator.name() + ": does not fit frames of " + width + "x" + height + " pixels: "
                        + why,
                "zvrd doctor --operator " + operator.name() + " puts it through the laws of operators");
    }
}
