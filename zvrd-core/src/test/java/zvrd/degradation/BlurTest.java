package zvrd.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class BlurTest {
    private static final int WIDTH = 23;
    private static final int HEIGHT = 14;

    static Stream<Named<BlurKernel>> kernels() {
        return Stream.of(
                        BlurKernel.gaussian(1.2),
                        BlurKernel.gaussian(6), // wider than the frame
                        BlurKernel.motion(7, 0),
                        BlurKernel.motion(9, 35),
                        BlurKernel.parse("comma", "0 1 2\n0 0 3\n1 1 1"))
                .map(kernel -> Named.of(kernel.name(), kernel));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheSumOverTheKernelWithItsOwnBorder(BlurKernel kernel) {
        try (var scope = new TensorScope()) {
            Tensor x = image();
            Tensor periodic = naive(kernel, x, Math::floorMod);
            assertClose(new PeriodicBlur(kernel).forward(x), periodic, 1e-5); // transforms of 322 float32 values
            if (kernel.isEven()) {
                assertClose(new SymmetricBlur(kernel).forward(x), naive(kernel, x, Mirror::half), 1e-5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aCameraSeesAMirroredBorder(BlurKernel kernel) {
        try (var scope = new TensorScope()) {
            Tensor x = image();
            assertClose(Blur.of(kernel).observe(x), naive(kernel, x, Mirror::half), 1e-5);
        }
    }

    @Test
    void theContinuedPictureIsUntouchedAndHasNoSeam() {
        try (var scope = new TensorScope()) {
            Blur blur = Blur.of(BlurKernel.motion(9, 35));
            float[] ramp = new float[40 * 60];
            for (int p = 0; p < ramp.length; p++) {
                ramp[p] = p % 60 / 30f - 1; // black at the left, white at the right
            }
            Tensor y = Tensors.of(ramp, 1, 1, 40, 60);
            Tensor wide = blur.extend(y);
            assertThat(blur.crop(wide).equal(y)).isTrue();
            Tensor step = wide.roll(new long[] {1}, new long[] {3}).sub(wide).abs();
            double steepest =
                    Math.PI / 2 * 1.8 / blur.margin() + 1 / 15.0; // fade over a margin's length, and the ramps
            assertThat(step.max().item_double()).isLessThan(steepest);
        }
    }

    @Test
    void whatWasBlurredComesBackWithinTheCutOff() {
        try (var scope = new TensorScope()) {
            Tensor x = image();
            for (BlurKernel kernel : new BlurKernel[] {BlurKernel.gaussian(0.5), BlurKernel.motion(1.5, 20)}) {
                Blur blur = Blur.of(kernel); // leaves more than 0.03 of every frequency
                assertClose(blur.pseudoInverse(blur.forward(x)), x, 1e-4);
            }
            Blur strong = Blur.of(BlurKernel.gaussian(2));
            Tensor noisy = strong.forward(x).add(new Scalar(0.01));
            double largest = strong.pseudoInverse(noisy).abs().max().item_double();
            assertThat(largest).isLessThan(x.abs().max().item_double() * 2); // nothing is amplified beyond 1/0.03
        }
    }

    @Test
    void threadsWithFramesOfDifferentSizesDoNotDisturbEachOther() {
        for (BlurKernel kernel : new BlurKernel[] {BlurKernel.gaussian(1.2), BlurKernel.motion(9, 35)}) {
            Blur shared = Blur.of(kernel);
            List<float[]> alone = IntStream.range(0, 24)
                    .mapToObj(n -> blurred(Blur.of(kernel), 10 + n % 3))
                    .toList();
            List<float[]> together = IntStream.range(0, 24)
                    .parallel()
                    .mapToObj(n -> blurred(shared, 10 + n % 3))
                    .toList();
            for (int n = 0; n < alone.size(); n++) {
                assertThat(together.get(n)).containsExactly(alone.get(n), within(1e-5f));
            }
        }
    }

    private static float[] blurred(Blur blur, int side) {
        try (var scope = new TensorScope()) {
            Tensor x = new NoiseSource(2).normal(NoiseStream.START, 0, 0, 3, side, side);
            return Tensors.toFloats(blur.pseudoInverse(blur.forward(x)));
        }
    }

    @Test
    void anUnevenKernelHasNoMirroredSpectrum() {
        assertThatThrownBy(() -> new SymmetricBlur(BlurKernel.motion(9, 35)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("motion:9,35 is not even");
    }

    @Test
    void theGaussianOfDpsHasItsPublishedMiddle() {
        BlurKernel kernel = BlurKernel.gaussian(3);
        assertThat(kernel.width()).isEqualTo(25);
        assertThat(kernel.at(0, 0)).isCloseTo(0.01768488749, within(1e-8));
    }

    @Test
    void motionRunsAlongItsAngle() {
        BlurKernel along = BlurKernel.motion(5, 0);
        assertThat(along.height()).isEqualTo(1);
        assertThat(along.at(2, 0)).isCloseTo(0.2, within(1e-6));
        assertThat(along.isEven()).isTrue();
        BlurKernel rising = BlurKernel.motion(7, 45); // counter-clockwise: right and up
        assertThat(rising.at(1, -1)).isGreaterThan(0.1);
        assertThat(rising.at(1, 1)).isZero();
        assertThat(rising.isEven()).isFalse();
        assertThat(BlurKernel.motion(1, 77).at(0, 0)).isEqualTo(1);
    }

    @Test
    void matricesAreReadWithTheirMistakesNamed() {
        BlurKernel kernel = BlurKernel.parse("k.txt", "# a kernel\n1, 2 ; 1\n\n2 4 2\n1 2 1\n");
        assertThat(kernel.at(0, 0)).isCloseTo(0.25, within(1e-12));
        assertThatThrownBy(() -> BlurKernel.parse("k.txt", "1 2\n1 x"))
                .hasMessage("kernel k.txt: line 2 holds \"x\", expected a number");
        assertThatThrownBy(() -> BlurKernel.parse("k.txt", "1 2\n1"))
                .hasMessage("kernel k.txt: row 2 has 1 numbers, the first has 2");
        assertThatThrownBy(() -> BlurKernel.parse("k.txt", "1 -1")).hasMessageContaining("sums to 0.0");
        assertThatThrownBy(() -> BlurKernel.parse("k.txt", "1 NaN")).hasMessageContaining("sums to NaN");
        assertThatThrownBy(() -> BlurKernel.parse("k.txt", "\n#\n")).hasMessage("kernel k.txt holds no numbers");
        BlurKernel even = BlurKernel.parse("k.txt", "1 1\n1 1");
        assertThat(even.width()).isEqualTo(3);
        assertThat(even.at(-1, -1)).isEqualTo(0.25);
        assertThat(even.at(1, 1)).isZero();
    }

    /** The twin of the transforms: y(p) = Σ K(d) x(p + d), {@code border} saying what stands outside the frame. */
    private static Tensor naive(BlurKernel kernel, Tensor image, IntBinaryOperator border) {
        float[] x = Tensors.toFloats(image);
        float[] y = new float[x.length];
        int plane = WIDTH * HEIGHT;
        for (int p = 0; p < x.length; p++) {
            int row = p % plane / WIDTH;
            int column = p % WIDTH;
            double sum = 0;
            for (int dy = -(kernel.height() / 2); dy <= kernel.height() / 2; dy++) {
                for (int dx = -(kernel.width() / 2); dx <= kernel.width() / 2; dx++) {
                    int source = border.applyAsInt(row + dy, HEIGHT) * WIDTH + border.applyAsInt(column + dx, WIDTH);
                    sum += kernel.at(dx, dy) * x[p / plane * plane + source];
                }
            }
            y[p] = (float) sum;
        }
        return Tensors.of(y, Tensors.shape(image));
    }

    private static Tensor image() {
        return new NoiseSource(2).normal(NoiseStream.START, 0, 0, 3, HEIGHT, WIDTH);
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        assertThat(torch.sub(actual, expected).abs().max().item_double()).isLessThan(tolerance);
    }
}
