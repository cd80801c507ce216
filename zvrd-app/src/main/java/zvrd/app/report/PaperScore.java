package zvrd.app.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the paper printed for a method; NaN where it printed nothing.
 *
 * @param psnr in dB
 * @param ssim 0 to 1
 * @param fid Fréchet distance of Inception features
 * @param we warping error x100
 * @param fs cosine of neighbouring frames' embeddings
 * @param ofme end-point error in pixels
 */
public record PaperScore(double psnr, double ssim, double fid, double we, double fs, double ofme) {
    /** By the names that our measures have. */
    public Map<String, @Nullable Double> asMap() {
        var map = new LinkedHashMap<String, @Nullable Double>();
        put(map, "psnr", psnr);
        put(map, "ssim", ssim);
        put(map, "fid", fid);
        put(map, "we", we);
        put(map, "fs", fs);
        put(map, "ofme", ofme);
        return map;
    }

    private static void put(Map<String, @Nullable Double> map, String name, double value) {
        map.put(name, Double.isNaN(value) ? null : value);
    }
}
