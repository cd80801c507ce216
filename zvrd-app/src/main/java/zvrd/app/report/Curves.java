package zvrd.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.Better;
import zvrd.metrics.MetricRegistry;

/** Which measures are drawn over the frames, how they are called there, and which way is bad. */
final class Curves {
    private static final Map<String, String> TITLES = titles();

    private Curves() {}

    /**
     * Where clips stand on a page.
     *
     * @param reference the clean clip's place, -1 where there is none
     * @param degraded what the others were restored from, -1 where it is not shown
     * @param restored the first of those that were measured
     */
    record Places(int reference, int degraded, int restored) {}

    /**
     * One curve for each measure that has values.
     *
     * @param series by frame under the measures' names and in their units, of one restored clip after the other
     */
    static List<Curve> measured(List<Map<String, double[]>> series, Places places) {
        var curves = new ArrayList<Curve>();
        for (String measure : TITLES.keySet()) {
            var lines = new ArrayList<Curve.Line>();
            add(
                    lines,
                    places.reference(),
                    series.get(0).get(measure + "_reference"),
                    MetricRegistry.shownTimes(measure));
            add(lines, places.degraded(), series.get(0).get(measure + "_degraded"), MetricRegistry.shownTimes(measure));
            for (int i = 0; i < series.size(); i++) {
                add(lines, places.restored() + i, series.get(i).get(measure), MetricRegistry.shownTimes(measure));
            }
            if (!lines.isEmpty()) {
                curves.add(new Curve(measure, title(measure), lines));
            }
        }
        return curves;
    }

    /** The same curves without the lines of clips before {@code first}; those without any other are left out. */
    static List<Curve> from(int first, List<Curve> curves) {
        return curves.stream()
                .map(curve -> new Curve(
                        curve.measure(),
                        curve.title(),
                        curve.lines().stream()
                                .filter(line -> line.clip() >= first)
                                .toList()))
                .filter(curve -> !curve.lines().isEmpty())
                .toList();
    }

    /** What is drawn above the curve of {@code measure}. */
    static String title(String measure) {
        return TITLES.getOrDefault(measure, measure);
    }

    /** Whether large values of {@code measure} are bad. */
    static boolean highIsBad(String measure) {
        return Better.of(measure) != Better.MORE;
    }

    /** The worst moments by the measures that tell most of single frames: PSNR and flicker, else the warping error there is. */
    static List<WorstMoment> worst(List<Curve> curves) {
        return telling(curves).stream()
                .flatMap(curve -> WorstMoment.of(curve, highIsBad(curve.measure())).stream())
                .toList();
    }

    /** The curves that worst, median and best frames are chosen by. */
    static List<Curve> telling(List<Curve> curves) {
        List<Curve> byReference = curves.stream()
                .filter(curve -> List.of("psnr", "flicker").contains(curve.measure()))
                .toList();
        return byReference.isEmpty()
                ? curves.stream()
                        .filter(curve -> curve.measure().equals("we_own"))
                        .toList()
                : byReference;
    }

    /** Whether {@code curves} have a measure by which one frame is worse than another, not just one of change. */
    static boolean judge(List<Curve> curves) {
        return telling(curves).stream().anyMatch(curve -> !curve.measure().equals("we_own"));
    }

    private static Map<String, String> titles() {
        var titles = new LinkedHashMap<String, String>();
        titles.put("psnr", "PSNR, dB");
        titles.put("ssim", "SSIM");
        titles.put("lpips", "LPIPS");
        titles.put("we", "warping error × 100");
        titles.put("flicker", "flicker × 100");
        titles.put("we_own", "warping error × 100, along each clip's own motion");
        titles.put("fs", "frame similarity, cosine of CLIP");
        titles.put("ofme", "error of the motion, pixels");
        titles.put("consistency", "A x̂ − y, 8-bit levels");
        titles.put("detail", "detail, share of the reference's");
        return titles;
    }

    private static void add(List<Curve.Line> lines, int clip, double @Nullable [] values, double times) {
        if (clip >= 0 && values != null && Arrays.stream(values).anyMatch(Double::isFinite)) {
            lines.add(new Curve.Line(
                    clip, Arrays.stream(values).map(value -> times * value).toArray()));
        }
    }
}
