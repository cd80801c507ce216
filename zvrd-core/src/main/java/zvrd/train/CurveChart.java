package zvrd.train;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Draws a training curve: PSNR at each noise level above, the loss on a logarithmic scale below. */
final class CurveChart {
    private static final int WIDTH = 640;
    private static final int LEFT = 48;
    private static final int RIGHT = 52;
    private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    private static final int TICKS = 4;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#2a9d5c", "#c77d00", "#b3364c");

    private final double lastHour;
    private final StringBuilder body = new StringBuilder();

    private CurveChart(double lastHour) {
        this.lastHour = lastHour;
    }

    /** The chart of {@code points} as an SVG document; at least one point. */
    static String svg(List<TrainingCurve.Point> points) {
        double last =
                points.stream().mapToDouble(TrainingCurve.Point::hours).max().orElse(0);
        var chart = new CurveChart(Math.max(last, 1e-3));
        var quality = chart.plot(points, 24, 220, "PSNR in dB, one-step denoising", value -> value);
        for (int i = 0; i < ValidationScore.SIGMAS.size(); i++) {
            int level = i;
            quality.include(point -> point.score().psnr().get(level));
        }
        quality.frame();
        for (int i = 0; i < ValidationScore.SIGMAS.size(); i++) {
            int level = i;
            String label = "σ " + ValidationScore.SIGMAS.get(i);
            quality.line(point -> point.score().psnr().get(level), COLOURS.get(i), label);
        }
        var loss = chart.plot(points, 290, 110, "loss", value -> Math.pow(10, value));
        ToDoubleFunction<TrainingCurve.Point> logarithm = point -> Math.log10(point.loss());
        loss.include(logarithm);
        loss.frame();
        loss.line(logarithm, "#444", "");
        return chart.document(440);
    }

    private String document(int height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"11\">\n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                        WIDTH,
                        height,
                        WIDTH,
                        height)
                + body
                + "</svg>\n";
    }

    private Plot plot(List<TrainingCurve.Point> points, int top, int height, String title, DoubleUnaryOperator shown) {
        return new Plot(points, top, height, title, shown);
    }

    private double x(double hours) {
        return LEFT + PLOT_WIDTH * hours / lastHour;
    }

    private void text(double x, double y, String anchor, String colour, String text) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
                x,
                y,
                anchor,
                colour,
                text));
    }

    /** One pair of axes. */
    private final class Plot {
        private final List<TrainingCurve.Point> points;
        private final int top;
        private final int height;
        private final String title;
        private final DoubleUnaryOperator shown;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;

        Plot(List<TrainingCurve.Point> points, int top, int height, String title, DoubleUnaryOperator shown) {
            this.points = points;
            this.top = top;
            this.height = height;
            this.title = title;
            this.shown = shown;
        }

        void include(ToDoubleFunction<TrainingCurve.Point> value) {
            for (TrainingCurve.Point point : points) {
                double y = value.applyAsDouble(point);
                if (Double.isFinite(y)) {
                    low = Math.min(low, y);
                    high = Math.max(high, y);
                }
            }
        }

        void frame() {
            if (!(high - low > 1e-6)) { // also where nothing was finite
                double middle = Double.isFinite(low) ? low : 0;
                low = middle - 0.5;
                high = middle + 0.5;
            }
            text(LEFT, top - 8, "start", "#222", title);
            for (int i = 0; i <= TICKS; i++) {
                double value = low + (high - low) * i / TICKS;
                body.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
                        LEFT,
                        LEFT + PLOT_WIDTH,
                        y(value),
                        y(value)));
                text(
                        LEFT - 6,
                        y(value) + 4,
                        "end",
                        "#555",
                        String.format(Locale.ROOT, "%.3g", shown.applyAsDouble(value)));
                double hour = lastHour * i / TICKS;
                text(x(hour), top + height + 14, "middle", "#555", String.format(Locale.ROOT, "%.2f h", hour));
            }
        }

        void line(ToDoubleFunction<TrainingCurve.Point> value, String colour, String label) {
            var places = new StringBuilder();
            double lastY = y(low);
            for (TrainingCurve.Point point : points) {
                double y = value.applyAsDouble(point);
                if (Double.isFinite(y)) {
                    lastY = y(y);
                    places.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.hours()), lastY));
                }
            }
            body.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
                    .append(colour)
                    .append("\" points=\"")
                    .append(places)
                    .append("\"/>\n");
            text(LEFT + PLOT_WIDTH + 6, lastY + 4, "start", colour, label);
        }

        private double y(double value) {
            return top + height * (high - value) / (high - low);
        }
    }
}
