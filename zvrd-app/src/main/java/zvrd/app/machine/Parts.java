package zvrd.app.machine;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import zvrd.UserError;
import zvrd.app.console.ByteSize;
import zvrd.media.FfmpegBinary;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.FrameWriter;
import zvrd.media.ReadOptions;
import zvrd.media.WriteOptions;
import zvrd.restore.EvaluationCost;
import zvrd.restore.Prior;
import zvrd.tensor.Precision;
import zvrd.weights.BuiltinModel;
import zvrd.weights.ModelStore;

/** What the program brings along or keeps: FFmpeg and its encoders, the built-in prior, the model store. */
public final class Parts {
    private static final int TRIAL_SIDE = 64;

    private Parts() {}

    /** Whether the FFmpeg that is brought along runs. */
    public static Finding ffmpeg() {
        try {
            return Finding.fine("ffmpeg", FfmpegBinary.version() + " runs");
        } catch (UserError | LinkageError e) {
            return Finding.broken("ffmpeg", String.valueOf(e.getMessage()));
        }
    }

    /** One finding for each encoder, after writing a small clip with it. */
    public static List<Finding> encoders() {
        var findings = new ArrayList<Finding>();
        try {
            Path folder = Files.createTempDirectory("zvrd-doctor");
            try {
                Path picture = folder.resolve("1.png");
                var image = new BufferedImage(TRIAL_SIDE, TRIAL_SIDE, BufferedImage.TYPE_INT_RGB);
                ImageIO.write(image, "png", picture.toFile());
                for (String codec : List.of("ffv1", "h264", "vp9", "av1")) {
                    findings.add(encoder(codec, picture, folder.resolve(codec + ".mkv")));
                }
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            findings.add(Finding.broken("encoders", "cannot be tried: " + e.getMessage()));
        }
        return findings;
    }

    private static Finding encoder(String codec, Path picture, Path output) {
        var options = new WriteOptions(codec, OptionalInt.empty(), false, false, false, true, OptionalInt.of(8));
        try (FrameReader reader = FrameReader.open(picture, ReadOptions.ALL);
                FrameWriter writer = FrameWriter.create(output, reader.info(), TRIAL_SIDE, TRIAL_SIDE, options)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                writer.write(frame);
            }
            writer.finish();
            return Finding.fine("encoder " + codec, "writes");
        } catch (UserError e) {
            String why = String.valueOf(e.getMessage());
            return codec.equals("ffv1")
                    ? Finding.broken("encoder " + codec, why)
                    : Finding.absent("encoder " + codec, why);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Loads the prior and lets it evaluate a small image. */
    public static Finding builtinModel() {
        try (Prior prior = Prior.load(BuiltinModel.NAME, Precision.auto())) {
            double seconds = EvaluationCost.measure(prior, TRIAL_SIDE, 1, 1).seconds();
            return Finding.fine(
                    "built-in prior",
                    String.format(
                            Locale.ROOT,
                            "loads, %s of parameters; %.0f ms an evaluation of %d pixels square",
                            new ByteSize(prior.parameterBytes()),
                            1000 * seconds,
                            TRIAL_SIDE));
        } catch (UserError | LinkageError e) {
            return Finding.broken("built-in prior", String.valueOf(e.getMessage()));
        }
    }

    /** How many models {@code store} holds. */
    public static Finding store(ModelStore store) {
        int models = store.list().size();
        return Finding.fine("model store", models + (models == 1 ? " model" : " models") + " in " + store.root());
    }
}
