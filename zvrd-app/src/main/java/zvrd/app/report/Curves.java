package zvrd.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which measures are drawn over the frames, how they are called there, and which way is bad. */
final class Curves {
    private static final Map<String, String> TITLES = Map.of(
            "psnr", "PSNR, dB",
            "ssim", "SSIM",
            "we", "warping error × 100",
            "flicker", "flicker × 100",
            "detail", "detail, share of the reference's");
    private static final List<String> ORDER = List.of("psnr", "ssim", "we", "flicker", "detail");
    private static final Set<String> PERCENT = Set.of("we", "flicker");

    private Curves() {}

    /**
     * One curve for each measure.
     *
     * @param series values by frame under the measures' names, of one clip after the other
     * @param first place among the page's clips of the first of them; the reference's is 0
     */
    static List<Curve> byReference(List<Map<String, double[]>> series, int first) {
        var curves = new ArrayList<Curve>();
        for (String measure : ORDER) {
            var lines = new ArrayList<Curve.Line>();
            if (measure.equals("we")) {
                add(lines, 0, series.get(0).get("we_reference"), 100);
            }
            for (int i = 0; i < series.size(); i++) {
                add(lines, first + i, series.get(i).get(measure), PERCENT.contains(measure) ? 100 : 1);
            }
            if (!lines.isEmpty()) {
                curves.add(new Curve(measure, TITLES.getOrDefault(measure, measure), lines));
            }
        }
        return curves;
    }

    /** The worst moments of those measures that tell of single frames: least PSNR and most flicker, else most warping error. */
    static List<WorstMoment> worst(List<Curve> curves) {
        var worst = new ArrayList<WorstMoment>();
        boolean flicker = curves.stream().anyMatch(curve -> curve.measure().equals("flicker"));
        for (Curve curve : curves) {
            if (curve.measure().equals("psnr")) {
                worst.addAll(WorstMoment.of(curve, false));
            } else if (curve.measure().equals(flicker ? "flicker" : "we")) {
                worst.addAll(WorstMoment.of(curve, true));
            }
        }
        return worst;
    }

    private static void add(List<Curve.Line> lines, int clip, double @Nullable [] values, double times) {
        if (values != null && Arrays.stream(values).anyMatch(Double::isFinite)) {
            lines.add(new Curve.Line(
                    clip, Arrays.stream(values).map(value -> times * value).toArray()));
        }
    }
}
