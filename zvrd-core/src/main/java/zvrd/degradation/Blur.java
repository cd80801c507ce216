package zvrd.degradation;

import java.util.function.DoubleUnaryOperator;

/**
 * A known blur. Frequencies it leaves less than {@link #CUT_OFF} of are counted as lost: A⁺ does not bring them back and
 * {@code filter} gives them the singular value 0, while {@code forward} and {@code adjoint} are the full blur. So A⁺A is
 * the projection onto the remaining frequencies, A A⁺ A = A holds on them, and the laws are tested there.
 */
public sealed interface Blur extends SpectralOperator permits SymmetricBlur, PeriodicBlur {
    /**
     * The smallest singular value that is inverted. DDNM cuts its one-dimensional factors at this value and so inverts
     * products down to 0.0009, which turns the rounding to 8 bit into noise of hundreds of levels; we cut the product.
     */
    double CUT_OFF = 0.03;

    /** The blur by {@code kernel}, by mirrored frames if the kernel is even and by periodic ones if it is not. */
    static Blur of(BlurKernel kernel) {
        return kernel.isEven() ? new SymmetricBlur(kernel) : new PeriodicBlur(kernel);
    }

    /** The kernel of the blur. */
    BlurKernel kernel();

    /** 1/s, or 0 where s is lost. */
    static double inverted(double s) {
        return Math.abs(s) < CUT_OFF ? 0 : 1 / s;
    }

    /** The gain at the singular value |s| or, where it is lost, at 0. */
    static double gainAt(DoubleUnaryOperator gain, double s) {
        double magnitude = Math.abs(s);
        return gain.applyAsDouble(magnitude < CUT_OFF ? 0 : magnitude);
    }
}
