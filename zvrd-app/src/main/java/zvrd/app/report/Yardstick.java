package zvrd.app.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Clips that nobody restored and that a restored one is to be read beside. */
enum Yardstick {
    CLEAN("the clean clip", "the clean clips", Map.of("we", "we_reference", "fs", "fs_reference")),
    DAMAGED(
            "the damaged clip",
            "the damaged clips",
            Map.of(
                    "we", "we_degraded",
                    "psnr", "psnr_degraded",
                    "ssim", "ssim_degraded",
                    "flicker", "flicker_degraded",
                    "ofme", "ofme_degraded",
                    "detail", "detail_degraded")),
    BLURRED("clean, blurred", "clean, blurred", Map.of("we", "we_blurred"));

    private final String one;
    private final String several;
    private final Map<String, String> measures; // names of its own by those of a restored clip

    Yardstick(String one, String several, Map<String, String> measures) {
        this.one = one;
        this.several = several;
        this.measures = measures;
    }

    /** What a table of one clip calls it. */
    String one() {
        return one;
    }

    /** What a table of several clips calls it. */
    String several() {
        return several;
    }

    /** Its measures, as they were taken beside a restored clip and by the names of that one's. */
    Map<String, Double> of(ClipMeasures restored) {
        var own = new LinkedHashMap<String, Double>();
        measures.forEach((name, taken) -> {
            double value = restored.means().getOrDefault(taken, Double.NaN);
            if (Double.isFinite(value)) {
                own.put(name, value);
            }
        });
        return own;
    }
}
