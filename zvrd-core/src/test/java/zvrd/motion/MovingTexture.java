package zvrd.motion;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import zvrd.tensor.Tensors;

/** A smooth random texture in front of a camera that moves {@code across} and {@code down} pixels a frame: a sum of waves. */
record MovingTexture(int height, int width, double across, double down) {
    private static final int WAVES = 24;

    /** The wave vector in radians per pixel, and the phase. */
    private record Wave(double x, double y, double phase) {}

    /** [count, 3, height, width] on [-1, 1]. */
    Tensor frames(int count) {
        List<Wave> waves = waves(11);
        float[] pixels = new float[count * 3 * height * width];
        int at = 0;
        for (int n = 0; n < count; n++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        pixels[at++] = value(waves, x + n * across, y + n * down, c);
                    }
                }
            }
        }
        return Tensors.of(pixels, count, 3, height, width);
    }

    private static float value(List<Wave> waves, double x, double y, int colour) {
        double sum = 0;
        for (Wave wave : waves) {
            sum += Math.sin(wave.x * x + wave.y * y + wave.phase + 0.3 * colour);
        }
        return (float) (0.6 * sum / Math.sqrt(WAVES));
    }

    private static List<Wave> waves(long seed) {
        var random = new SplittableRandom(seed);
        var waves = new ArrayList<Wave>();
        for (int i = 0; i < WAVES; i++) {
            double angle = random.nextDouble(2 * Math.PI);
            double frequency = 2 * Math.PI / random.nextDouble(6, 60); // periods of 6 to 60 pixels
            waves.add(
                    new Wave(frequency * Math.cos(angle), frequency * Math.sin(angle), random.nextDouble(2 * Math.PI)));
        }
        return waves;
    }
}
