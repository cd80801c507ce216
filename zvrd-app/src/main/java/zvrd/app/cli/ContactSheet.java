package zvrd.app.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;
import zvrd.app.report.Pictures;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.media.ReadOptions;

/** A few frames of a clip in a picture, as they came above and as they were restored below. */
final class ContactSheet {
    private static final int COLUMNS = 4;
    private static final int MOST_WIDE = 960; // of one frame
    private static final int GAP = 4;

    private ContactSheet() {}

    /**
     * Writes a sheet of {@code frames} moments, evenly spread.
     *
     * @param part of {@code source} that {@code restored} shows
     */
    static void write(Path sheet, Path source, ReadOptions part, Path restored, int frames) {
        int columns = Math.min(COLUMNS, frames);
        List<Integer> moments = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            moments.add(columns == 1 ? 0 : column * (frames - 1) / (columns - 1));
        }
        List<Frame> below = chosen(restored, part.ofWholeClip(), moments);
        List<Frame> above = chosen(source, part, moments);
        save(drawn(above, below), sheet);
    }

    private static List<Frame> chosen(Path clip, ReadOptions part, List<Integer> moments) {
        var chosen = new ArrayList<Frame>();
        try (FrameReader reader = FrameReader.open(clip, part)) {
            int n = 0;
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                if (moments.contains(n++)) {
                    chosen.add(frame);
                }
            }
        }
        return chosen;
    }

    private static BufferedImage drawn(List<Frame> above, List<Frame> below) {
        Frame shape = below.get(0);
        int width = Math.min(MOST_WIDE, shape.width());
        int height = Math.max(1, Math.round((float) shape.height() * width / shape.width()));
        var sheet = new BufferedImage(below.size() * (width + GAP) - GAP, 2 * height + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        for (int column = 0; column < below.size(); column++) {
            int x = column * (width + GAP);
            pen.drawImage(Pictures.of(above.get(column)), x, 0, width, height, null);
            pen.drawImage(Pictures.of(below.get(column)), x, height + GAP, width, height, null);
        }
        pen.dispose();
        return sheet;
    }

    private static void save(BufferedImage image, Path path) {
        try {
            WholeFile.write(path, channel -> ImageIO.write(image, "png", Channels.newOutputStream(channel)));
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    path + ": could not be written (" + cause.getMessage() + ")",
                    "check that the folder can be written to",
                    cause);
        }
    }
}
