package zvrd.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/** How loss and quality went, one point per validation, as CSV for machines and as SVG for eyes. */
final class TrainingCurve {
    private static final String HEADER = "step,hours,loss,psnr15,psnr25,psnr50,psnr100,key_swap";

    /** One validation: steps and hours in all, running mean of the loss, and the score. */
    record Point(long step, double hours, double loss, ValidationScore score) {
        private String row() {
            List<Double> psnr = score.psnr();
            return String.format(
                    Locale.ROOT,
                    "%d,%.4f,%.5f,%.3f,%.3f,%.3f,%.3f,%.3f",
                    step,
                    hours,
                    loss,
                    psnr.get(0),
                    psnr.get(1),
                    psnr.get(2),
                    psnr.get(3),
                    score.keySwap());
        }

        private static Point parse(String row) {
            String[] cells = row.split(",");
            List<Double> psnr = new ArrayList<>();
            for (int i = 3; i < 7; i++) {
                psnr.add(Double.parseDouble(cells[i]));
            }
            return new Point(
                    Long.parseLong(cells[0]),
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    new ValidationScore(psnr, Double.parseDouble(cells[7])));
        }
    }

    private final Path csv;
    private final Path svg;
    private final List<Point> points = new ArrayList<>();

    private TrainingCurve(Path csv, Path svg) {
        this.csv = csv;
        this.svg = svg;
    }

    /** A new curve that replaces an older one at its first point. */
    static TrainingCurve fresh(Path csv, Path svg) {
        return new TrainingCurve(csv, svg);
    }

    /** The curve in {@code csv} as it stood after {@code steps} steps; later points will be lived again. */
    static TrainingCurve resumed(Path csv, Path svg, long steps) {
        var curve = new TrainingCurve(csv, svg);
        if (!Files.exists(csv)) {
            return curve;
        }
        try {
            for (String row : Files.readAllLines(csv, StandardCharsets.UTF_8)) {
                if (!row.equals(HEADER) && !row.isBlank()) {
                    curve.points.add(Point.parse(row));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new UserError(
                    ExitCode.INPUT,
                    csv + ": is not a training curve: " + e.getMessage(),
                    "Move it away; the training begins a new one.",
                    e);
        }
        curve.points.removeIf(point -> point.step() > steps);
        return curve;
    }

    /** Adds {@code point} and rewrites both files. */
    void add(Point point) {
        points.add(point);
        var rows = new StringBuilder(HEADER).append('\n');
        points.forEach(one -> rows.append(one.row()).append('\n'));
        replace(csv, rows.toString());
        replace(svg, CurveChart.svg(points));
    }

    List<Point> points() {
        return List.copyOf(points);
    }

    private static void replace(Path path, String text) {
        try {
            WholeFile.write(path, text);
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    path + ": cannot be written: " + e,
                    "Check that the folder exists, may be written and has space.",
                    e);
        }
    }
}
