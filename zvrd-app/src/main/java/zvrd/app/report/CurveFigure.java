package zvrd.app.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A curve as SVG, readable alone and inside a page: colours are the page's where it has them ({@code --c0} and so on), and
 * those of print elsewhere.
 */
final class CurveFigure {
    /** Of the figure and of its plot, in units of the drawing. */
    static final int WIDTH = 760;

    private static final int HEIGHT = 190;
    private static final int LEFT = 56;
    private static final int RIGHT = WIDTH - 14;
    private static final int TOP = 30;
    private static final int BOTTOM = HEIGHT - 26;
    private static final int DOTS_UP_TO = 60; // frames; more of them are a line alone
    private static final String STYLE = """
            .paper{fill:var(--paper,#fff)}.grid{stroke:var(--line,#d9dde3);stroke-width:1}.t{fill:var(--ink,#1b1f24);font:12px system-ui,sans-serif}\
            .m{fill:var(--quiet,#5b6470);font:11px system-ui,sans-serif}.v{fill:none;stroke-width:1.8;stroke-linejoin:round}.d{stroke:none}\
            .shot{stroke:var(--ink,#1b1f24);stroke-width:1.2}.window{stroke:var(--quiet,#5b6470);stroke-width:1;stroke-dasharray:2 4}""";
    private static final List<String> COLOURS =
            List.of("#0b6bcb", "#d9480f", "#2b8a3e", "#9c36b5", "#c2255c", "#0c8599", "#7a5c00", "#5f3dc4");

    private final StringBuilder svg = new StringBuilder();
    private final Curve curve;
    private final int frames;
    private final double low;
    private final double high;
    private final double step;

    private CurveFigure(Curve curve) {
        this.curve = curve;
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
        this.low = least >= 0 && least - room < 0 ? 0 : least - room;
        this.high = most + room;
        this.step = step((high - low) / 4);
    }

    /**
     * Draws {@code curve}.
     *
     * @param shots first frames of shots other than the first
     * @param windows first frames of windows that go on with a shot
     */
    static String svg(Curve curve, List<Integer> shots, List<Integer> windows) {
        return new CurveFigure(curve).drawn(shots, windows);
    }

    private String drawn(List<Integer> shots, List<Integer> windows) {
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s by frame\""
                        + " data-left=\"%d\" data-right=\"%d\" data-frames=\"%d\">",
                WIDTH, HEIGHT, curve.title(), LEFT, RIGHT, frames);
        put("<style>%s%s</style>", STYLE, colours());
        put("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", WIDTH, HEIGHT);
        put("<text class=\"t\" x=\"%d\" y=\"18\">%s</text>", LEFT, curve.title());
        grid();
        windows.forEach(frame -> border("window", frame, "first frame of a window"));
        shots.forEach(frame -> border("shot", frame, "first frame of a shot"));
        curve.lines().forEach(this::line);
        put("</svg>");
        return svg.toString();
    }

    private static String colours() {
        var rules = new StringBuilder();
        for (int i = 0; i < COLOURS.size(); i++) {
            rules.append(".s%d{stroke:var(--c%d,%s)}.f%d{fill:var(--c%d,%s)}"
                    .formatted(i, i, COLOURS.get(i), i, i, COLOURS.get(i)));
        }
        return rules.toString();
    }

    private void grid() {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        for (double value = Math.ceil(low / step) * step; value <= high; value += step) {
            put("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, RIGHT, y(value), y(value));
            put(
                    "<text class=\"m\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6, y(value) + 4, Figures.fixed(value, decimals));
        }
        int stride = (int) Math.max(1, step(frames / 10.0));
        for (int frame = 0; frame < frames; frame += stride) {
            put("<text class=\"m\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>", x(frame), BOTTOM + 16, frame);
        }
    }

    private void border(String kind, int frame, String meaning) {
        put(
                "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"><title>%s: %d</title></line>",
                kind, x(frame - 0.5), x(frame - 0.5), TOP, BOTTOM, meaning, frame);
    }

    private void line(Curve.Line line) {
        int colour = line.clip() % COLOURS.size();
        var path = new StringBuilder();
        var dots = new StringBuilder();
        boolean drawing = false;
        for (int frame = 0; frame < line.values().length; frame++) {
            double value = line.values()[frame];
            if (Double.isFinite(value)) {
                path.append(formatted("%s%.1f %.1f", drawing ? "L" : "M", x(frame), y(value)));
                dots.append(formatted(
                        "<circle class=\"d f%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\"/>", colour, x(frame), y(value)));
            }
            drawing = Double.isFinite(value);
        }
        put("<path class=\"v s%d\" d=\"%s\"/>", colour, path);
        if (frames <= DOTS_UP_TO) {
            svg.append(dots);
        }
    }

    private double x(double frame) {
        return frames == 1 ? (LEFT + RIGHT) / 2.0 : LEFT + (RIGHT - LEFT) * frame / (frames - 1);
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low);
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
