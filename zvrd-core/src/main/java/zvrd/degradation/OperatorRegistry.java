package zvrd.degradation;

import java.util.ArrayList;
import java.util.List;

/** One operator of every kind there is, for what must hold of all of them. */
public final class OperatorRegistry {
    private static final long MASK_SEED = 7;

    private OperatorRegistry() {}

    /** Operators for colour frames of {@code width} × {@code height}; some refuse sides that are no multiples of 8. */
    public static List<SpectralOperator> all(int width, int height) {
        List<SpectralOperator> operators = new ArrayList<>();
        operators.add(new Identity());
        operators.add(new Grayscale());
        operators.add(Grayscale.LUMA);
        for (int factor : new int[] {2, 4, 8}) {
            operators.add(new AverageDownsample(factor));
            operators.add(new BicubicDownsample(factor));
        }
        operators.add(Blur.of(BlurKernel.gaussian(1.6)));
        operators.add(Blur.of(BlurKernel.motion(9, 0)));
        operators.add(Blur.of(BlurKernel.motion(15, 30)));
        operators.add(Blur.of(BlurKernel.parse("comma", "0 1 2\n0 0 3\n1 1 1")));
        Mask random = Mask.random(0.5, MASK_SEED, width, height);
        operators.add(new Inpainting(random));
        operators.add(new Inpainting(Mask.box(width / 4, height / 4, width / 3, height / 3, width, height)));
        operators.add(new Composition(Grayscale.LUMA, new Inpainting(random)));
        operators.add(new Composition(new Grayscale(), new BicubicDownsample(2)));
        Mask small = Mask.random(0.3, MASK_SEED, Math.max(1, width / 2), Math.max(1, height / 2));
        operators.add(
                new Composition(new Grayscale(), new Composition(new AverageDownsample(2), new Inpainting(small))));
        operators.add(new Composition(new AverageDownsample(2), Blur.of(BlurKernel.gaussian(1.0))));
        return List.copyOf(operators);
    }
}
