package zvrd.app.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import zvrd.media.ColourTags;
import zvrd.media.Frame;
import zvrd.media.FrameWriter;
import zvrd.media.VideoInfo;
import zvrd.media.WriteOptions;

/** Small clips that tests make for themselves. */
public final class Clips {
    private Clips() {}

    /** A folder of PNGs whose colours change smoothly over place and time. */
    public static Path waves(Path folder, int frames, int width, int height) throws IOException {
        Files.createDirectories(folder);
        for (int t = 0; t < frames; t++) {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int red = (int) (127 + 100 * Math.sin((x + 3 * t) / 5.0));
                    int green = (int) (127 + 100 * Math.sin((y - 2 * t) / 7.0));
                    int blue = (int) (127 + 100 * Math.cos((x + y) / 9.0));
                    image.setRGB(x, y, red << 16 | green << 8 | blue);
                }
            }
            ImageIO.write(
                    image,
                    "png",
                    folder.resolve(String.format("%04d.png", t + 1)).toFile());
        }
        return folder;
    }

    /** A film of ten bits whose grey numbers mean light by PQ. */
    static Path brightFilm(Path film, int frames, int width, int height) {
        VideoInfo drawn = VideoInfo.drawn(width, height, 10);
        var info = new VideoInfo(
                drawn.path(),
                drawn.container(),
                drawn.codec(),
                drawn.pixelFormat(),
                width,
                height,
                drawn.frameRate(),
                drawn.timeBase(),
                0,
                drawn.frames(),
                drawn.duration(),
                drawn.bitDepth(),
                new ColourTags("bt2020", "smpte2084", "bt2020nc", "tv"),
                drawn.sampleAspect(),
                0,
                drawn.streams(),
                drawn.part());
        try (FrameWriter writer = FrameWriter.create(film, info, width, height, WriteOptions.DEFAULT)) {
            for (int t = 0; t < frames; t++) {
                short[] grey = new short[3 * width * height];
                Arrays.fill(grey, (short) (20_000 + 1_000 * t));
                writer.write(new Frame(t, t, drawn.timeBase(), width, height, grey));
            }
            writer.finish();
        }
        return film;
    }

    /** A picture that is white in its left half and black in its right. */
    public static Path halfWhite(Path file, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width / 2; x++) {
                image.setRGB(x, y, 0xffffff);
            }
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** The image in {@code file}. */
    static BufferedImage read(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }
}
