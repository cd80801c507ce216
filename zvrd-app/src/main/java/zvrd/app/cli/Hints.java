package zvrd.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zvrd.app.console.Json;
import zvrd.degradation.NoiseKind;
import zvrd.restore.ClipLook;

/** What {@code zvrd probe} reads out of a clip's own pixels, and which task that suggests. */
final class Hints {
    private static final double BLURRED = 1.0; // pixels

    private Hints() {}

    /** Adds numbers and hints to {@code facts}; null where nothing can be told. */
    static void describe(ClipLook look, Map<String, @Nullable Object> facts) {
        facts.put("noise_levels", Json.rounded(look.noise()));
        facts.put("noise_levels_on_white", Json.rounded(look.countedNoise()));
        facts.put("noise_kind", look.noiseKind().toString());
        facts.put("blur_across_pixels", Json.rounded(look.blurAcross()));
        facts.put("blur_down_pixels", Json.rounded(look.blurDown()));
        facts.put("finest_detail", Json.rounded(look.detail()));
        facts.put("blockiness", Json.rounded(look.blockiness()));
        facts.put("hints", hints(look));
    }

    private static List<String> hints(ClipLook look) {
        List<String> hints = new ArrayList<>();
        if (look.noise(look.noiseKind()) > ClipLook.SLIGHT_NOISE
                && look.detail() > 1) { // below, texture passes for noise
            boolean counted = look.noiseKind() == NoiseKind.POISSON;
            hints.add("noisy: --task denoise" + (counted ? " --noise poisson" : ""));
        }
        double blur = look.narrowestBlur();
        if (blur > BLURRED) {
            hints.add(String.format(Locale.ROOT, "blurred: --task deblur --kernel gaussian:%.1f", blur));
        } else if (look.widestBlur() > 2 * BLURRED) {
            hints.add("blurred in one direction more than in the other: --task deblur --kernel motion:LENGTH,ANGLE");
        }
        if (look.blocky()) {
            hints.add(
                    "compressed to visible blocks: --task blind-sr, or --sigma 3 so that other tasks do not sharpen them");
        }
        if (look.grey()) {
            hints.add("grey: --task colorize");
        }
        return hints;
    }
}
