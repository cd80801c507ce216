package zvrd.backbone;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/**
 * How much GDP's losses on the look of a picture count in a move (arXiv:2304.01247, section 3.4), as weights of losses that
 * are means over 256² pixels; frames of other sizes are pulled as strongly. The published code has them and leaves them out.
 *
 * @param exposure of L_exp, that blocks are well lit; 800 in the published code
 * @param colour of L_color, that there is no cast; 400
 * @param smoothness of L_TV, that the learned map is smooth; 1
 */
public record QualityWish(double exposure, double colour, double smoothness) {
    /** Off, as published. */
    public static final QualityWish NONE = new QualityWish(0, 0, 0);

    /** The weights of the published code's commented lines, at its scale of 80000. */
    public static final QualityWish PUBLISHED = new QualityWish(800, 400, 1);

    private static final double PIXELS = 256 * 256;

    public QualityWish {
        if (!(exposure >= 0 && colour >= 0 && smoothness >= 0)) {
            throw new IllegalArgumentException("weights of quality losses must be 0 or more");
        }
    }

    /** The same wishes where a move does what {@code levels} moves of the published 1000 do. */
    QualityWish over(double levels) {
        return new QualityWish(levels * exposure, levels * colour, levels * smoothness);
    }

    /** Of the wishes about {@code x0} [N, 3, H, W] in it. */
    Tensor gradient(Tensor x0) {
        return TensorScope.compute(() -> QualityLoss.exposure(x0)
                .mul(new Scalar(exposure / PIXELS))
                .add(QualityLoss.colour(x0), new Scalar(colour / PIXELS)));
    }

    /** Of the wish about the learned {@code map} [N, 1, H, W] in it. */
    Tensor gradientOfMap(Tensor map) {
        return TensorScope.compute(() -> QualityLoss.smoothness(map).mul(new Scalar(smoothness / PIXELS)));
    }
}
