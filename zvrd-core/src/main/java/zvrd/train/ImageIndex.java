package zvrd.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** The images of some folders, sorted by name: those to train on, and every so many kept aside for validation. */
record ImageIndex(List<TrainingImage> training, List<TrainingImage> validation) {
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp");
    private static final long MOST_PIXELS = 50_000_000;
    private static final int BIG_HELD_OUT = 16; // one of so many
    private static final int SMALL_HELD_OUT = 70;

    ImageIndex {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /** Looks through {@code roots} (folders or files) for JPEG, PNG and BMP images whose sides reach {@code side}. */
    static ImageIndex of(List<Path> roots, int side, Consumer<String> remarks) {
        var big = new ArrayList<TrainingImage>();
        var small = new ArrayList<TrainingImage>();
        int leftOut = 0;
        for (Path file : files(roots)) {
            TrainingImage image = measured(file);
            if (image == null || Math.min(image.width(), image.height()) < side) {
                leftOut++;
            } else {
                (image.big() ? big : small).add(image);
            }
        }
        if (big.isEmpty() && small.isEmpty()) {
            throw new UserError(
                    ExitCode.INPUT,
                    roots + ": no image to train on among " + leftOut + " files",
                    "Name folders with JPEG, PNG or BMP images of at least " + side + " pixels a side.");
        }
        if (leftOut > 0) {
            remarks.accept(leftOut + " images left out: smaller than " + side + " pixels a side, larger than "
                    + MOST_PIXELS / 1_000_000 + " megapixels, or unreadable");
        }
        var training = new ArrayList<TrainingImage>();
        var validation = new ArrayList<TrainingImage>();
        split(big, BIG_HELD_OUT, training, validation);
        split(small, SMALL_HELD_OUT, training, validation);
        return new ImageIndex(training, validation);
    }

    /** Every {@code period}th is kept aside, the first to begin with; a single image has to serve both ends. */
    private static void split(
            List<TrainingImage> images, int period, List<TrainingImage> training, List<TrainingImage> validation) {
        for (int i = 0; i < images.size(); i++) {
            boolean aside = i % period == 0;
            if (aside) {
                validation.add(images.get(i));
            }
            if (!aside || images.size() == 1) {
                training.add(images.get(i));
            }
        }
    }

    private static List<Path> files(List<Path> roots) {
        var files = new ArrayList<Path>();
        for (Path root : roots) {
            try (Stream<Path> inside = Files.walk(root)) {
                inside.filter(ImageIndex::namedAsImage)
                        .filter(Files::isRegularFile)
                        .forEach(files::add);
            } catch (IOException | UncheckedIOException e) { // the latter from a folder inside
                throw new UserError(
                        ExitCode.INPUT,
                        root + ": cannot be read as a folder of images: " + e,
                        "Name a folder that exists and may be read.",
                        e);
            }
        }
        files.sort(Comparator.comparing((Path file) -> String.valueOf(file.getFileName()))
                .thenComparing(Comparator.naturalOrder()));
        return files;
    }

    private static boolean namedAsImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static @Nullable TrainingImage measured(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers =
                    in == null ? List.<ImageReader>of().iterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                var image = new TrainingImage(file, reader.getWidth(0), reader.getHeight(0));
                return (long) image.width() * image.height() <= MOST_PIXELS ? image : null;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // decoders throw both on damaged files
            return null;
        }
    }
}
