package zvrd.backbone;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.PoissonNoise;
import zvrd.tensor.TensorScope;

/** What DPS takes the distance ℓ between A x̃0 and y for, each image of a batch by itself. */
enum Likelihood {
    /** ‖y - A x̃0‖, not squared, as in the published code. */
    GAUSSIAN {
        @Override
        Tensor slope(Tensor residual, Tensor y) {
            return residual.div(norm(residual)).neg();
        }
    },
    /** ‖y - A x̃0‖ times the mean of 1/|y|, as in the published code, whose y is an 8-bit level and so never below 1/255. */
    PUBLISHED_POISSON {
        @Override
        Tensor slope(Tensor residual, Tensor y) {
            Tensor strength =
                    y.abs().clamp_min(new Scalar(1 / 255.0)).reciprocal().mean(REST, true, null);
            return GAUSSIAN.slope(residual, y).mul(strength);
        }
    },
    /**
     * ‖w (y - A x̃0)‖ with w² inverse to the brightness of a pixel, which is the variance of counted light (ours); a white
     * frame has w = 1.
     */
    POISSON {
        @Override
        Tensor slope(Tensor residual, Tensor y) {
            Tensor weights = PoissonNoise.brightness(y).reciprocal();
            Tensor w2 = weights.div(weights.mean(REST, true, null));
            return residual.mul(w2).div(norm(residual.mul(w2.sqrt()))).neg();
        }
    };

    private static final long[] REST = {1, 2, 3};

    /** The one for noise of that kind. */
    static Likelihood of(NoiseKind kind, boolean published) {
        return switch (kind) {
            case GAUSSIAN -> GAUSSIAN;
            case POISSON -> published ? PUBLISHED_POISSON : POISSON;
        };
    }

    /** ∂ℓ/∂(A x̃0) for the residual y - A x̃0, both [N, C, h, w]; 0 where there is none. */
    abstract Tensor slope(Tensor residual, Tensor y);

    private static Tensor norm(Tensor r) {
        return TensorScope.compute(() -> r.square().sum(REST, true, null).sqrt().add(tiny())); // [N, 1, 1, 1]
    }

    private static Scalar tiny() {
        return new Scalar(Float.MIN_NORMAL);
    }
}
