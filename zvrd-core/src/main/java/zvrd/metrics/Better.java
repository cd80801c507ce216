package zvrd.metrics;

/** Which way a measure is better, where that can be said of it alone. */
public enum Better {
    MORE(" ↑"),
    LESS(" ↓"),
    /**
     * To be read beside others: blur lowers a warping error, noise raises the detail, light in the scene itself flickers,
     * and what explains a noisy measurement best explains its noise.
     */
    NEITHER("");

    private final String arrow;

    Better(String arrow) {
        this.arrow = arrow;
    }

    /** What stands behind the measure's name in tables. */
    public String arrow() {
        return arrow;
    }

    /** That of the measure called {@code name} in reports. */
    public static Better of(String name) {
        return switch (name) {
            case "psnr", "psnr_y", "ssim", "ssim_y", "fs" -> MORE;
            case "lpips", "fid", "flicker", "ofme" -> LESS;
            default -> NEITHER;
        };
    }
}
