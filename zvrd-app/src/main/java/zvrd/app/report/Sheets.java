package zvrd.app.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures of a page put together into one, for papers and for people without a browser. */
final class Sheets {
    /** Pixels between two pictures. */
    static final int GAP = 4;

    private static final int LEAST_ACROSS = 768; // of a slice
    private static final int LEAST_DOWN = 96;

    private Sheets() {}

    /** Pictures in rows and columns, all of the first one's size. */
    static BufferedImage grid(List<List<BufferedImage>> rows) {
        BufferedImage first = rows.get(0).get(0);
        int columns = rows.stream().mapToInt(List::size).max().orElse(1);
        var sheet = new BufferedImage(
                columns * (first.getWidth() + GAP) - GAP,
                rows.size() * (first.getHeight() + GAP) - GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                pen.drawImage(
                        rows.get(row).get(column),
                        column * (first.getWidth() + GAP),
                        row * (first.getHeight() + GAP),
                        first.getWidth(),
                        first.getHeight(),
                        null);
            }
        }
        pen.dispose();
        return sheet;
    }

    /**
     * The x-t slice through row {@code y} of the pictures that {@code uris} hold: a line of every one, the first on top, pixels
     * repeated until it is wide and high enough to be looked at.
     */
    static BufferedImage slice(List<String> uris, int y) {
        int width = Pictures.read(uris.get(0)).getWidth();
        int times = Math.max(1, (LEAST_ACROSS + width - 1) / width);
        int thick = Math.max(times, LEAST_DOWN / uris.size());
        var slice = new BufferedImage(times * width, thick * uris.size(), BufferedImage.TYPE_INT_RGB);
        int[] line = new int[times * width];
        for (int t = 0; t < uris.size(); t++) {
            BufferedImage picture = Pictures.read(uris.get(t)); // one decoded at a time
            for (int x = 0; x < line.length; x++) {
                line[x] = picture.getRGB(x / times, y);
            }
            slice.setRGB(0, t * thick, line.length, thick, line, 0, 0); // a step of 0 repeats the line
        }
        return slice;
    }
}
