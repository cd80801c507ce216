package zvrd.metrics;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.TensorScope;

/** Peak signal-to-noise ratio in dB of frames rounded to 8 bit, with the peak 255; infinite where they are equal. */
public final class Psnr implements FrameMetric {
    /** Over red, green and blue. */
    public static final Psnr RGB = new Psnr("psnr", "red, green and blue", Levels::of);

    /** Over the luma of BT.601 in studio range, computed from the rounded colours and not rounded itself. */
    public static final Psnr LUMA =
            new Psnr("psnr_y", "BT.601 luma of 16 to 235, not rounded,", x -> Luma.of(Levels.rounded(x)));

    private static final double CEILING = 100; // above what a difference of one level in a few pixels has

    private final String name;
    private final String planes;
    private final UnaryOperator<Tensor> levels; // what is compared, in units of 8-bit levels

    private Psnr(String name, String planes, UnaryOperator<Tensor> levels) {
        this.name = name;
        this.planes = planes;
        this.levels = levels;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String convention() {
        return "dB over " + planes + " with the peak 255; a frame counts " + (int) CEILING
                + " at most, which equal frames have";
    }

    @Override
    public double ceiling() {
        return CEILING;
    }

    @Override
    public double of(Tensor restored, Tensor reference) {
        Levels.requireSameShape(restored, reference);
        try (var scope = new TensorScope()) {
            Tensor error = levels.apply(restored).sub(levels.apply(reference));
            return 10
                    * Math.log10(
                            Levels.PEAK * Levels.PEAK / error.square().mean().item_double());
        }
    }
}
