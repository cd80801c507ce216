package zvrd.media;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * The filters from a clip's own pixels to 16-bit RGB of the full range. The zimg filter computes the matrix; it was
 * within 0.002 of an 8-bit level of the formula, where swscale was 0.33 too low on average.
 */
final class RgbConversion {
    private static final Set<String> KNOWN_MATRICES =
            Set.of("bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "ycgco");
    private static final Map<String, String> ZIMG_NAMES =
            Map.of("bt709", "709", "bt2020nc", "2020_ncl", "smpte170m", "170m");
    private static final int HD_HEIGHT = 720;
    private static final int HD_WIDTH = 1280;

    private RgbConversion() {}

    /** The filter graph that ends in rgb48le of the size {@code info} tells. */
    static String filters(VideoInfo info) {
        PixelFormat format = PixelFormat.of(info.pixelFormat(), info.path().toString());
        String size = "w=" + info.width() + ":h=" + info.height();
        String zscale = ",zscale=" + size + ":filter=bicubic:dither=none:matrixin=" + matrix(info, format) + ":rangein="
                + range(info, format) + ":matrix=gbr:range=full,format=gbrp16le,format=rgb48le";
        return "setfield=prog," + prepare(info, format, size) + zscale;
    }

    /** What zimg cannot take is brought to its nearest relative first, without loss for RGB and gray. */
    private static String prepare(VideoInfo info, PixelFormat format, String size) {
        return switch (format.family()) {
            case RGB -> "format=gbrp" + ending(format);
            case GRAY -> isPlainGray(info, format) ? "format=gbrp" : "format=gray" + ending(format);
            case YUV ->
                divides(info, format)
                        ? "null"
                        : "scale=" + size + ":flags=bicubic+accurate_rnd+full_chroma_inp,format=yuv444p"
                                + ending(format);
        };
    }

    /** Gray as pictures have it, which swscale can make RGB of; it takes all gray for full range. */
    private static boolean isPlainGray(VideoInfo info, PixelFormat format) {
        boolean limited = info.colour().range().equalsIgnoreCase("tv");
        return format.family() == PixelFormat.Family.GRAY && format.bitDepth() == 8 && !limited;
    }

    private static boolean divides(VideoInfo info, PixelFormat format) {
        return info.width() % format.blockWidth() == 0 && info.height() % format.blockHeight() == 0;
    }

    private static String ending(PixelFormat format) {
        return format.bitDepth() == 8 ? "" : format.bitDepth() + "le";
    }

    /** The stream's matrix; where it says none, BT.709 from 720 rows on and BT.601 below, as players assume. */
    private static String matrix(VideoInfo info, PixelFormat format) {
        String named = info.colour().matrix();
        if (format.family() == PixelFormat.Family.RGB || isPlainGray(info, format)) {
            return "gbr"; // gray among coloured pictures must not take their colour away
        }
        if (format.family() == PixelFormat.Family.GRAY) {
            return "709"; // without chroma every matrix is the same
        }
        if (named.equals("unknown") || named.equals("reserved") || named.equals("gbr")) {
            return info.height() >= HD_HEIGHT || info.width() >= HD_WIDTH ? "709" : "170m";
        }
        if (!KNOWN_MATRICES.contains(named)) {
            throw new UserError(
                    ExitCode.INPUT,
                    info.path() + ": its colours are coded by the matrix \"" + named + "\", which is not supported",
                    "convert the clip to BT.709 first");
        }
        return ZIMG_NAMES.getOrDefault(named, named);
    }

    private static String range(VideoInfo info, PixelFormat format) {
        if (isPlainGray(info, format)) {
            return "pc"; // as swscale has made it on the way to RGB
        }
        String named = info.colour().range().toLowerCase(Locale.ROOT);
        if (named.equals("tv") || named.equals("pc")) {
            return named;
        }
        boolean limited =
                format.family() == PixelFormat.Family.YUV && !format.name().startsWith("yuvj");
        return limited ? "tv" : "pc";
    }
}
