package zvrd.app.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.degradation.BlurKernel;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/** {@code --kernel}: {@code gaussian:SIGMA}, {@code motion:LENGTH,ANGLE}, or a file of numbers or a picture of the kernel. */
final class KernelChoice {
    private static final Set<String> PICTURES = Set.of("png", "bmp", "tif", "tiff", "pgm", "jpg", "jpeg", "webp");
    private static final String EXAMPLE =
            "say for example --kernel gaussian:1.6, --kernel motion:9,45 or --kernel kernel.txt";
    private static final long LARGEST_FILE = 16 << 20;

    private static final String GAUSSIAN = "gaussian:";
    private static final String MOTION = "motion:";

    private KernelChoice() {}

    /** Whether {@code text} names a file. */
    static boolean isFile(String text) {
        return !text.startsWith(GAUSSIAN) && !text.startsWith(MOTION);
    }

    /** The kernel that {@code text} names. */
    static BlurKernel parse(String text) {
        try {
            if (text.startsWith(GAUSSIAN)) {
                return BlurKernel.gaussian(numbers(text, "gaussian:SIGMA", 1)[0]);
            }
            if (text.startsWith(MOTION)) {
                double[] motion = numbers(text, "motion:LENGTH,ANGLE", 2);
                return BlurKernel.motion(motion[0], motion[1]);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageError("--kernel " + text + ": " + e.getMessage(), EXAMPLE);
        }
        return fromFile(text);
    }

    private static double[] numbers(String text, String form, int count) {
        double[] numbers = Numbers.parse(text.substring(text.indexOf(':') + 1), count);
        if (numbers == null) {
            throw new UsageError("--kernel expects " + form + ", got " + text, EXAMPLE);
        }
        return numbers;
    }

    private static BlurKernel fromFile(String text) {
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    ExitCode.INPUT,
                    "--kernel " + text + ": neither gaussian:SIGMA nor motion:LENGTH,ANGLE nor a file that is there",
                    EXAMPLE);
        }
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        try {
            if (PICTURES.contains(ending)) {
                return fromPicture(name, file);
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException(
                        "of " + Files.size(file) + " bytes; expected a short text of numbers");
            }
            return BlurKernel.parse(name, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | IOException e) {
            throw new UserError(
                    ExitCode.INPUT,
                    file + ": no kernel can be read from it: " + e.getMessage(),
                    "write the weights as rows of numbers, or as the grey values of a small picture");
        }
    }

    private static BlurKernel fromPicture(String name, Path file) {
        try (FrameReader reader = FrameReader.open(file, ReadOptions.ALL)) {
            Frame picture = reader.next();
            if (picture == null || picture.width() > 501 || picture.height() > 501) {
                throw new IllegalArgumentException("expected a picture of at most 501x501 pixels");
            }
            double[] weights = new double[picture.width() * picture.height()];
            for (int p = 0; p < weights.length; p++) {
                weights[p] = Short.toUnsignedInt(
                        picture.rgb()[3 * p + 1]); // green: all three are the same in a grey picture
            }
            return BlurKernel.of(name, weights, picture.width(), picture.height());
        }
    }
}
