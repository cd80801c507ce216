package zvrd.app.option;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.DegradationOperator;
import zvrd.restore.OperatorPlan;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** A user's own operator, tried on a grey frame of the clip's size before any work is done with it. */
final class OwnOperator implements OperatorPlan {
    private final String name;
    private final DegradationOperator operator;
    private final int scale;
    private final int alignment;
    private final int margin;
    private int triedHeight;
    private int triedWidth;

    /**
     * Asks {@code operator} for its numbers, once.
     *
     * @throws UserError exit 3 where it fails at that, or they are impossible
     */
    OwnOperator(String name, DegradationOperator operator) {
        this.name = name;
        this.operator = operator;
        try {
            this.scale = operator.scale();
            this.alignment = operator.alignment();
            this.margin = operator.margin();
        } catch (RuntimeException | LinkageError e) {
            throw refusal("fails: " + e);
        }
        if (scale < 1 || alignment < 1 || margin < 0) {
            throw refusal("has the scale " + scale + ", the alignment " + alignment + " and the margin " + margin
                    + ", and they must be at least 1, 1 and 0");
        }
    }

    int scale() {
        return scale;
    }

    /** Sides of clean frames are multiples of this. */
    int block() {
        return alignment % scale == 0 ? alignment : alignment * scale;
    }

    @Override
    public DegradationOperator forFrame(int frame, int height, int width) {
        if (height != triedHeight || width != triedWidth) {
            String size = "does not fit frames of " + width + "x" + height + " pixels: ";
            if (height * scale % alignment != 0 || width * scale % alignment != 0) {
                throw refusal(size + "wants sides that are multiples of " + alignment);
            }
            try (var scope = new TensorScope()) {
                attempt(size, height, width);
            } catch (UserError told) {
                throw told;
            } catch (RuntimeException | LinkageError e) {
                throw refusal(size + "it fails: " + e);
            }
            triedHeight = height;
            triedWidth = width;
        }
        return operator;
    }

    private void attempt(String size, int height, int width) {
        Tensor frame = torch.full(new long[] {1, 3, height, width}, new Scalar(0.5));
        long[] picture = {1, 3, (long) height * scale + 2L * margin, (long) width * scale + 2L * margin};
        Tensor y = operator.forward(torch.zeros(picture));
        long[] found = Tensors.shape(y);
        long[] sides = {picture[2] / scale, picture[3] / scale};
        if (found.length != 4 || found[2] != sides[0] || found[3] != sides[1]) {
            throw refusal(size + "its forward gives the shape " + Arrays.toString(found));
        }
        Tensor recorded = operator.extend(operator.recorded(frame));
        requireShape(size + "forward gives " + Arrays.toString(found) + " and recorded ", recorded, found);
        requireImage(size + "its adjoint gives ", operator.adjoint(recorded), picture);
        requireImage(size + "its pseudo-inverse gives ", operator.pseudoInverse(recorded), picture);
    }

    private void requireImage(String what, Tensor found, long[] shape) {
        requireShape(what + "the shape ", found, shape);
        if (!torch.isfinite(found).all().item_bool()) {
            throw refusal(what + "values that are not finite");
        }
    }

    private void requireShape(String what, Tensor found, long[] shape) {
        if (!Arrays.equals(Tensors.shape(found), shape)) {
            throw refusal(what + Arrays.toString(Tensors.shape(found)));
        }
    }

    private UserError refusal(String why) {
        return new UserError(
                ExitCode.INPUT,
                "--operator " + name + ": " + why,
                "zvrd doctor --operator " + name + " puts it through the laws of operators");
    }
}
