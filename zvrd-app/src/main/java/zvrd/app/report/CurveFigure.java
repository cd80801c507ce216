package zvrd.app.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * A curve as SVG, readable alone and inside a page: colours are the page's where it has them ({@code --c0} and so on), and
 * those of print elsewhere.
 */
final class CurveFigure {
    /** Of the figure, in units of the drawing. */
    static final int WIDTH = 760;

    /** The same for a telephone, which shows letters at about their size. */
    static final int NARROW = 330;

    private static final int LEFT = 56; // of the plot, as the others
    private static final int RIGHT_OF_PLOT = 14;
    private static final int TOP_OF_WIDE = 30;
    private static final int TOP_OF_NARROW = 46; // the words about the axis have a line of their own
    private static final int PLOT = 134;
    private static final int BELOW = 26;
    private static final double WIDEST_LINE = 2.8;
    private static final double LARGEST_DOT = 4.2;
    private static final double THINNER = 0.4; // a line than the one below
    private static final double NEAR_ZERO = 0.25; // of the largest value: an axis that would begin below it begins at 0
    private static final int DOTS_UP_TO = 60; // frames; more of them are a line alone
    private static final String STYLE = """
            .paper{fill:var(--paper,#fff)}.grid{stroke:var(--line,#d9dde3);stroke-width:1}.t{fill:var(--ink,#1b1f24);font:12px system-ui,sans-serif}\
            .m{fill:var(--quiet,#5b6470);font:11px system-ui,sans-serif}.v{fill:none;stroke-linejoin:round}.d{stroke:none}\
            .shot{stroke:var(--ink,#1b1f24);stroke-width:1.2}.window{stroke:var(--quiet,#5b6470);stroke-width:1;stroke-dasharray:2 4}""";
    private static final List<String> COLOURS =
            List.of("#0b6bcb", "#d9480f", "#2b8a3e", "#9c36b5", "#c2255c", "#0c8599", "#7a5c00", "#5f3dc4");
    /** Of the same clips; each lets those below it be seen. */
    private static final List<String> DASHES =
            List.of("none", "9 6", "3 5", "12 4 2 4", "6 6", "1 4", "16 5", "5 3 1 3");

    private final StringBuilder svg = new StringBuilder();
    private final Curve curve;
    private final int width;
    private final int top;
    private final int bottom;
    private final int right;
    private final int frames;
    private final double low;
    private final double high;
    private final double step;

    private CurveFigure(Curve curve, int width) {
        this.curve = curve;
        this.width = width;
        this.top = width < WIDTH ? TOP_OF_NARROW : TOP_OF_WIDE;
        this.bottom = top + PLOT;
        this.right = width - RIGHT_OF_PLOT;
        this.frames = curve.lines().stream()
                .mapToInt(line -> line.values().length)
                .max()
                .orElse(1);
        double[] finite = curve.lines().stream()
                .flatMapToDouble(line -> Arrays.stream(line.values()))
                .filter(Double::isFinite)
                .toArray();
        double least = DoubleStream.of(finite).min().orElse(0);
        double most = DoubleStream.of(finite).max().orElse(1);
        double room = Math.max(0.04 * (most - least), most == least ? Math.max(1e-6, 0.01 * Math.abs(most)) : 0);
        this.low = least >= 0 && least - room < NEAR_ZERO * most ? 0 : least - room;
        this.high = most + room;
        this.step = step((high - low) / 4);
    }

    /**
     * Draws {@code curve}.
     *
     * @param width {@link #WIDTH} or {@link #NARROW}
     * @param shots first frames of shots other than the first
     * @param windows first frames of windows that go on with a shot
     */
    static String svg(Curve curve, int width, List<Integer> shots, List<Integer> windows) {
        return new CurveFigure(curve, width).drawn(shots, windows);
    }

    private String drawn(List<Integer> shots, List<Integer> windows) {
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s by frame\""
                        + " data-left=\"%d\" data-right=\"%d\" data-top=\"%d\" data-bottom=\"%d\" data-frames=\"%d\">",
                width, bottom + BELOW, curve.title(), LEFT, right, top, bottom, frames);
        put("<style>%s%s</style>", STYLE, colours());
        put("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", width, bottom + BELOW);
        heading();
        grid();
        windows.forEach(frame -> border("window", frame, "first frame of a window"));
        shots.forEach(frame -> border("shot", frame, "first frame of a shot"));
        Set<Integer> first = Set.copyOf(shots);
        for (int order = 0; order < curve.lines().size(); order++) {
            line(curve.lines().get(order), order, first);
        }
        put("</svg>");
        return svg.toString();
    }

    /** What is drawn, and where the axis has no zero: a small change looks large there. */
    private void heading() {
        boolean narrow = width < WIDTH;
        put("<text class=\"t\" x=\"%d\" y=\"18\">%s</text>", narrow ? 4 : LEFT, curve.title());
        if (low > 0 || high < 0) {
            put(
                    "<text class=\"m\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">axis from %s to %s, without 0</text>",
                    narrow ? 4 : right,
                    narrow ? 36 : 18,
                    narrow ? "start" : "end",
                    Figures.rounded(low),
                    Figures.rounded(high));
        }
    }

    private static String colours() {
        var rules = new StringBuilder();
        for (int i = 0; i < COLOURS.size(); i++) {
            rules.append(".s%d{stroke:var(--c%d,%s);stroke-dasharray:%s}.f%d{fill:var(--c%d,%s)}"
                    .formatted(i, i, COLOURS.get(i), DASHES.get(i), i, i, COLOURS.get(i)));
        }
        return rules.toString();
    }

    private void grid() {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        for (double value = Math.ceil(low / step) * step; value <= high; value += step) {
            put("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, right, y(value), y(value));
            put(
                    "<text class=\"m\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6, y(value) + 4, Figures.fixed(value, decimals));
        }
        int stride = (int) Math.max(1, step(frames * 45.0 / (right - LEFT)));
        for (int frame = 0; frame < frames; frame += stride) {
            put("<text class=\"m\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>", x(frame), bottom + 16, frame);
        }
    }

    private void border(String kind, int frame, String meaning) {
        put(
                "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"><title>%s: %d</title></line>",
                kind, x(frame - 0.5), x(frame - 0.5), top, bottom, meaning, frame);
    }

    /** A later line is thinner and its dots smaller, so that an equal one below is seen around it; no line crosses a cut. */
    private void line(Curve.Line line, int order, Set<Integer> shots) {
        double thinner = 1 + THINNER * order;
        int colour = line.clip() % COLOURS.size();
        var path = new StringBuilder();
        var dots = new StringBuilder();
        boolean drawing = false;
        for (int frame = 0; frame < line.values().length; frame++) {
            double value = line.values()[frame];
            if (Double.isFinite(value)) {
                path.append(
                        formatted("%s%.1f %.1f", drawing && !shots.contains(frame) ? "L" : "M", x(frame), y(value)));
                dots.append(formatted(
                        "<circle class=\"d f%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
                        colour, x(frame), y(value), LARGEST_DOT / thinner));
            }
            drawing = Double.isFinite(value);
        }
        put("<path class=\"v s%d\" style=\"stroke-width:%.1f\" d=\"%s\"/>", colour, WIDEST_LINE / thinner, path);
        if (frames <= DOTS_UP_TO) {
            svg.append(dots);
        }
    }

    private double x(double frame) {
        return frames == 1 ? (LEFT + right) / 2.0 : LEFT + (right - LEFT) * frame / (frames - 1);
    }

    private double y(double value) {
        return bottom - (bottom - top) * (value - low) / (high - low);
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static double step(double about) {
        double power = Math.pow(10, Math.floor(Math.log10(about)));
        double share = about / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private void put(String format, Object... values) {
        svg.append(values.length == 0 ? format : formatted(format, values));
    }

    private static String formatted(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
