package zvrd.app.report;

import java.util.List;

/**
 * A measure's value at every frame, of one clip or several.
 *
 * @param measure its name, such as {@code psnr}
 * @param title what is drawn above it
 * @param lines one for each clip that has values
 */
record Curve(String measure, String title, List<Line> lines) {
    Curve {
        lines = List.copyOf(lines);
    }

    /**
     * One clip's values.
     *
     * @param clip its place among the page's clips, which gives its colour
     * @param values by frame; NaN where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
    record Line(int clip, double[] values) {}
}
