package zvrd.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import zvrd.nn.UNetConfig;
import zvrd.tensor.Precision;

/** A training small enough for tests: pictures of a few stripes, a network of two levels, 16 pixels a crop. */
final class TinyTraining {
    static final int SIDE = 16;

    private TinyTraining() {}

    static UNetConfig network() {
        return UNetConfig.fromJson("""
                {"image_size": 16, "num_channels": 32, "num_res_blocks": 1, "channel_mult": "1,1",
                 "attention_resolutions": "8", "num_head_channels": 16, "class_cond": false, "learn_sigma": true,
                 "resblock_updown": true, "use_scale_shift_norm": true}""");
    }

    static TrainingRecipe recipe() {
        return new TrainingRecipe(
                network(),
                2e-3,
                5,
                1,
                0.99,
                List.of(new CropBatch(4, SIDE), new CropBatch(3, SIDE)),
                List.of(new CropBatch(4, SIDE)),
                0.9,
                SIDE,
                SIDE);
    }

    /** {@code steps} steps on the pictures in {@code folder}, written to {@code name} beside them. */
    static TrainingOptions options(Path folder, String name, long steps) {
        return new TrainingOptions(
                List.of(folder.resolve("images")),
                folder.resolve(name),
                false,
                null,
                1,
                steps,
                7,
                1,
                Precision.FLOAT32,
                recipe());
    }

    /** Writes {@code count} pictures into {@code folder}/images, as PNG, each with stripes of its own. */
    static List<Path> images(Path folder, int count) throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        var files = new ArrayList<Path>();
        for (int i = 0; i < count; i++) {
            Path file = images.resolve("picture-" + i + ".png");
            ImageIO.write(stripes(40 + i, 32, i), "png", file.toFile());
            files.add(file);
        }
        return files;
    }

    static BufferedImage stripes(int width, int height, long seed) {
        var random = new SplittableRandom(seed);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int light = random.nextInt(0x1000000);
        int dark = random.nextInt(0x1000000);
        int period = 4 + random.nextInt(8);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x + y) % period < period / 2 ? light : dark);
            }
        }
        return image;
    }
}
