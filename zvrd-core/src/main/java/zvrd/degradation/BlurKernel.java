package zvrd.degradation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a blur, of odd width and height and with sum 1; measured pixels are correlated with it (it is not
 * flipped), as in the code of DPS.
 */
public final class BlurKernel {
    private static final double EVEN_TOLERANCE = 1e-6;

    private final String name;
    private final int width;
    private final int height;
    private final double[] weights;

    private BlurKernel(String name, int width, int height, double[] weights) {
        this.name = name;
        this.width = width;
        this.height = height;
        this.weights = weights;
    }

    /**
     * A kernel of any weights, row by row, scaled to sum 1. An even side gets a line of zeros at its end, so that the
     * middle lies at index side / 2.
     *
     * @throws IllegalArgumentException if the sum is not positive and finite
     */
    public static BlurKernel of(String name, double[] weights, int width, int height) {
        if (width < 1 || height < 1 || weights.length != width * height) {
            throw new IllegalArgumentException(
                    "kernel %s has %d weights, expected %d×%d".formatted(name, weights.length, width, height));
        }
        double sum = Arrays.stream(weights).sum();
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("kernel %s sums to %s, expected a positive sum".formatted(name, sum));
        }
        int oddWidth = width | 1;
        int oddHeight = height | 1;
        double[] odd = new double[oddWidth * oddHeight];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                odd[y * oddWidth + x] = weights[y * width + x] / sum;
            }
        }
        return new BlurKernel(name, oddWidth, oddHeight, odd);
    }

    /** The Gaussian of standard deviation {@code sigma} pixels, cut at 4 σ. */
    public static BlurKernel gaussian(double sigma) {
        if (!(sigma > 0) || sigma > 100) {
            throw new IllegalArgumentException("gaussian blur needs 0 < sigma ≤ 100, got " + sigma);
        }
        int radius = Math.max(1, (int) (4 * sigma + 0.5));
        int side = 2 * radius + 1;
        double[] weights = new double[side * side];
        for (int y = -radius; y <= radius; y++) {
            for (int x = -radius; x <= radius; x++) {
                weights[(y + radius) * side + x + radius] = Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
            }
        }
        return of("gaussian:" + plain(sigma), weights, side, side);
    }

    /**
     * A straight, even motion over {@code length} pixels at {@code degrees} counter-clockwise from the right. Weights
     * fall off linearly within a pixel of the line.
     */
    public static BlurKernel motion(double length, double degrees) {
        if (!(length >= 1) || length > 500 || !Double.isFinite(degrees)) {
            throw new IllegalArgumentException(
                    "motion blur needs 1 ≤ length ≤ 500 and a finite angle, got %s and %s".formatted(length, degrees));
        }
        double half = (length - 1) / 2;
        double dx = Math.cos(Math.toRadians(degrees));
        double dy = -Math.sin(Math.toRadians(degrees)); // rows count downwards
        int rx = (int) Math.ceil(Math.abs(half * dx) - 1e-9);
        int ry = (int) Math.ceil(Math.abs(half * dy) - 1e-9);
        double[] weights = new double[(2 * rx + 1) * (2 * ry + 1)];
        for (int y = -ry; y <= ry; y++) {
            for (int x = -rx; x <= rx; x++) {
                double along = Math.max(-half, Math.min(half, x * dx + y * dy));
                double distance = Math.hypot(x - along * dx, y - along * dy);
                weights[(y + ry) * (2 * rx + 1) + x + rx] = Math.max(0, 1 - distance);
            }
        }
        return of("motion:" + plain(length) + "," + plain(degrees), weights, 2 * rx + 1, 2 * ry + 1);
    }

    /**
     * A matrix of numbers, a row per line, separated by blanks, commas or semicolons; {@code #} begins a comment.
     *
     * @throws IllegalArgumentException if a number cannot be read or rows differ in length, naming the line
     */
    public static BlurKernel parse(String name, String text) {
        List<double[]> rows = new ArrayList<>();
        int line = 0;
        for (String raw : text.split("\\R", -1)) {
            line++;
            String content = raw.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) {
                rows.add(numbers(name, line, content));
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("kernel " + name + " holds no numbers");
        }
        int width = rows.get(0).length;
        double[] weights = new double[width * rows.size()];
        for (int y = 0; y < rows.size(); y++) {
            if (rows.get(y).length != width) {
                throw new IllegalArgumentException("kernel %s: row %d has %d numbers, the first has %d"
                        .formatted(name, y + 1, rows.get(y).length, width));
            }
            System.arraycopy(rows.get(y), 0, weights, y * width, width);
        }
        return of(name, weights, width, rows.size());
    }

    private static double[] numbers(String name, int line, String content) {
        String[] words = content.split("[\\s,;]+");
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                values[i] = Double.parseDouble(words[i]);
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(
                        "kernel %s: line %d holds \"%s\", expected a number".formatted(name, line, words[i]),
                        notANumber);
            }
        }
        return values;
    }

    /** What the kernel is called on the command line, such as {@code gaussian:1.6}. */
    public String name() {
        return name;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The weight {@code dx} to the right of and {@code dy} below the middle. */
    public double at(int dx, int dy) {
        return weights[(dy + height / 2) * width + dx + width / 2];
    }

    /** Whether the kernel equals its mirror images, left to right and top to bottom. */
    public boolean isEven() {
        double largest = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
        for (int dy = 0; dy <= height / 2; dy++) {
            for (int dx = 0; dx <= width / 2; dx++) {
                double w = at(dx, dy);
                double off = Math.abs(w - at(-dx, dy)) + Math.abs(w - at(dx, -dy)) + Math.abs(w - at(-dx, -dy));
                if (off > EVEN_TOLERANCE * largest) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
