package zvrd.degradation;

import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/** Pictures of upright rectangles fallen over each other like leaves: sharp edges of many sizes, and nothing else. */
public final class Leaves {
    private Leaves() {}

    /** [1, 3, side, side] in [-1, 1]; each rectangle of one colour, grey if {@code grey}. */
    public static Tensor image(int side, long seed, boolean grey) {
        var random = new Random(seed);
        float[] planes = new float[3 * side * side];
        for (int leaf = 0; leaf < 400; leaf++) {
            int width = 20 + random.nextInt(60);
            int height = 20 + random.nextInt(60);
            int left = random.nextInt(side + width) - width;
            int top = random.nextInt(side + height) - height;
            float red = random.nextFloat() * 1.6f - 0.8f;
            float green = grey ? red : random.nextFloat() * 1.6f - 0.8f;
            float blue = grey ? red : random.nextFloat() * 1.6f - 0.8f;
            for (int y = Math.max(0, top); y < Math.min(side, top + height); y++) {
                for (int x = Math.max(0, left); x < Math.min(side, left + width); x++) {
                    planes[y * side + x] = red;
                    planes[side * side + y * side + x] = green;
                    planes[2 * side * side + y * side + x] = blue;
                }
            }
        }
        return Tensors.of(planes, 1, 3, side, side);
    }
}
