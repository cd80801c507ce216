package zvrd.app.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * A sheet of pictures with words at its rows and columns, as SVG: a Java without a screen may have no letters to draw, whoever
 * looks at the figure has.
 */
final class LabelledSheet {
    private static final double LETTER = 0.6; // its width in sizes of the font, about
    private static final int MOST_LETTERS = 40; // of a row's label; longer ones are squeezed

    private final double size;

    private LabelledSheet(double size) {
        this.size = size;
    }

    /**
     * Labels {@code grid}, which {@link Sheets#grid} made.
     *
     * @param columns words above each column
     * @param rows words left of each row
     */
    static String svg(BufferedImage grid, List<String> columns, List<String> rows) {
        return new LabelledSheet(Math.max(12, grid.getWidth() / 60.0)).drawn(grid, columns, rows);
    }

    private String drawn(BufferedImage grid, List<String> columns, List<String> rows) {
        int letters = rows.stream().mapToInt(String::length).max().orElse(0);
        double left = rows.isEmpty() ? 0 : size * (1 + LETTER * Math.min(MOST_LETTERS, letters));
        double top = 1.8 * size;
        double across = (grid.getWidth() + Sheets.GAP) / (double) columns.size();
        double down = (grid.getHeight() + Sheets.GAP) / (double) Math.max(1, rows.size());
        var svg = new StringBuilder(formatted(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.1f %.1f\" width=\"%.0f\" height=\"%.0f\">",
                left + grid.getWidth(), top + grid.getHeight(), left + grid.getWidth(), top + grid.getHeight()));
        svg.append(formatted(
                "<style>text{font:%.1fpx system-ui,sans-serif;fill:#1b1f24}</style><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>",
                size));
        for (int i = 0; i < columns.size(); i++) {
            double centre = left + i * across + (across - Sheets.GAP) / 2;
            svg.append(text(columns.get(i), centre, 1.25 * size, "middle", across - Sheets.GAP));
        }
        for (int i = 0; i < rows.size(); i++) {
            double middle = top + i * down + (down - Sheets.GAP) / 2 + 0.35 * size;
            svg.append(text(rows.get(i), left - 0.5 * size, middle, "end", left - size));
        }
        return svg.append(formatted(
                        "<image x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" style=\"image-rendering:pixelated\" href=\"%s\"/></svg>",
                        left, top, grid.getWidth(), grid.getHeight(), Pictures.dataUri(grid, true)))
                .toString();
    }

    private String text(String words, double x, double y, String anchor, double room) {
        boolean squeezed = size * LETTER * words.length() > room;
        return formatted(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>",
                x,
                y,
                anchor,
                squeezed ? formatted(" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"", room) : "",
                words.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static String formatted(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
