package zvrd.train;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.TensorScope;

/** One image at the sizes that crops are cut from, 8-bit [H, W, 3] outside the Java heap; largest first. */
record ImagePyramid(List<Tensor> levels) implements AutoCloseable {
    private static final double[] SCALES = {1, 0.7, 0.5, 0.35, 0.25};
    private static final double MOST_PIXELS = 4e6;

    ImagePyramid {
        levels = List.copyOf(levels);
    }

    /** Decodes {@code image}; small ones have one level. Null where the file is damaged. */
    static @Nullable ImagePyramid read(TrainingImage image) {
        PixelImage pixels = PixelImage.read(image.path());
        if (pixels == null) {
            return null;
        }
        double most = fitting(image);
        var levels = new ArrayList<Tensor>();
        for (int i = 0; i < (image.big() ? SCALES.length : 1); i++) {
            levels.add(stored(scaled(pixels, most * SCALES[i])));
        }
        return new ImagePyramid(levels);
    }

    /** The bytes that the levels of {@code image} take. */
    static long bytes(TrainingImage image) {
        double pixels = (double) image.width() * image.height() * fitting(image) * fitting(image);
        double levels = 0;
        for (int i = 0; i < (image.big() ? SCALES.length : 1); i++) {
            levels += SCALES[i] * SCALES[i];
        }
        return (long) (3 * pixels * levels);
    }

    /** The crop of {@code side} pixels whose corner is ({@code top}, {@code left}) of {@code level}, a view. */
    Tensor crop(int level, int top, int left, int side) {
        return levels.get(level).narrow(0, top, side).narrow(1, left, side);
    }

    int height(int level) {
        return (int) levels.get(level).size(0);
    }

    int width(int level) {
        return (int) levels.get(level).size(1);
    }

    @Override
    public void close() {
        levels.forEach(Tensor::close);
    }

    private static double fitting(TrainingImage image) {
        return Math.min(1, Math.sqrt(MOST_PIXELS / ((double) image.width() * image.height())));
    }

    private static PixelImage scaled(PixelImage pixels, double scale) {
        int width = (int) Math.max(1, Math.rint(pixels.width() * scale));
        int height = (int) Math.max(1, Math.rint(pixels.height() * scale));
        return width == pixels.width() && height == pixels.height() ? pixels : pixels.reduced(width, height);
    }

    private static Tensor stored(PixelImage pixels) {
        try (var scope = new TensorScope()) {
            Tensor tensor = torch.empty(
                    new long[] {pixels.height(), pixels.width(), 3},
                    new TensorOptions().dtype(new ScalarTypeOptional(ScalarType.Byte)),
                    null);
            new BytePointer(tensor.data_ptr()).capacity(pixels.rgb().length).put(pixels.rgb());
            tensor.retainReference();
            return tensor;
        }
    }
}
