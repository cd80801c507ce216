package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.media.Frame;
import zvrd.media.Rational;
import zvrd.motion.FlowChoice;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.tensor.LeakGuard;

/** Cuts between scenes of soft blobs of random colour and place, by the default flow; a scene is its seed. */
@ExtendWith(LeakGuard.class)
class ShotCutsTest {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 136;
    private static final int SCENES = 12;

    private final OpticalFlow flow = OpticalFlows.create(FlowChoice.DIS, 1);
    private final ShotCuts cuts = ShotCuts.seen(flow);

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void anotherSceneIsACut() {
        for (int scene = 0; scene < SCENES; scene++) {
            assertThat(cuts.between(picture(scene, 0, 0, 1), picture(scene + 1, 0, 0, 1)))
                    .as("from scene %d", scene)
                    .isTrue();
        }
    }

    @Test
    void aCameraThatMovesIsNoCut() {
        for (int scene = 0; scene < SCENES; scene++) {
            assertThat(cuts.between(picture(scene, 0, 0, 1), picture(scene, 12, -5, 1))) // a twentieth of the width
                    .as("scene %d", scene)
                    .isFalse();
        }
    }

    @Test
    void noiseAndAFlickeringLightAreNoCut() {
        for (int scene = 0; scene < SCENES; scene++) {
            assertThat(cuts.between(noisy(picture(scene, 0, 0, 1), 1), noisy(picture(scene, 1, 0, 0.9), 2)))
                    .as("scene %d", scene)
                    .isFalse();
        }
    }

    @Test
    void picturesOfAFewPixelsAreComparedAsWell() {
        for (int side = 1; side < 5; side++) {
            var black = new Frame(0, 0, new Rational(1, 25), side, 2 * side, new short[6 * side * side]);
            short[] white = new short[6 * side * side];
            Arrays.fill(white, (short) 65535);
            var light = new Frame(1, 1, new Rational(1, 25), side, 2 * side, white);
            assertThat(cuts.between(black, black)).as("side %d", side).isFalse();
            assertThat(cuts.between(black, light)).as("side %d", side).isTrue();
        }
    }

    /** What a camera at ({@code x}, {@code y}) sees of {@code scene} under light of strength {@code light}. */
    private static Frame picture(int scene, int x, int y, double light) {
        var random = new Random(scene);
        double[][] blobs = new double[40][];
        for (int n = 0; n < blobs.length; n++) {
            blobs[n] = random.doubles(6).toArray();
        }
        short[] rgb = new short[3 * WIDTH * HEIGHT];
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                double[] colour = colour(blobs, column + x, row + y);
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (row * WIDTH + column) + c] = (short) Math.round(65535 * light * colour[c]);
                }
            }
        }
        return new Frame(0, 0, new Rational(1, 25), WIDTH, HEIGHT, rgb);
    }

    private static double[] colour(double[][] blobs, int x, int y) {
        double[] sum = {0.1, 0.1, 0.1};
        double weights = 0.2;
        for (double[] blob : blobs) {
            double dx = x - blob[0] * WIDTH;
            double dy = y - blob[1] * HEIGHT;
            double radius = 8 + 20 * blob[2];
            double weight = Math.exp(-(dx * dx + dy * dy) / (2 * radius * radius));
            weights += weight;
            for (int c = 0; c < 3; c++) {
                sum[c] += weight * blob[3 + c];
            }
        }
        return new double[] {sum[0] / weights, sum[1] / weights, sum[2] / weights};
    }

    private static Frame noisy(Frame frame, long seed) {
        var random = new Random(seed);
        short[] rgb = frame.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            double value = Short.toUnsignedInt(rgb[i]) + 257 * 20 * random.nextGaussian(); // 20 levels of 8 bits
            rgb[i] = (short) Math.round(Math.max(0, Math.min(65535, value)));
        }
        return new Frame(0, 0, frame.timeBase(), WIDTH, HEIGHT, rgb);
    }
}
