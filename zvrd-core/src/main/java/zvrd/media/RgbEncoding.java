package zvrd.media;

/** The filters from 16-bit RGB of the full range to what an encoder takes, with the clip's colour and aspect tags. */
final class RgbEncoding {
    private RgbEncoding() {}

    static String filters(VideoInfo source, Codec codec, String pixelFormat, int width, int height) {
        boolean yuv = pixelFormat.startsWith("yuv");
        boolean wide = source.colour().highDynamicRange();
        String matrix = yuv ? (wide ? "2020_ncl" : "709") + ":range=limited" : "gbr:range=full";
        String to = "format=gbrp16le,zscale=filter=bicubic:dither=none:matrixin=gbr:rangein=full:matrix=" + matrix;
        return to + ",format=" + planar(pixelFormat, width, height, yuv) + ",format=" + pixelFormat + ",setsar="
                + source.sampleAspect() + "," + tags(source.colour(), codec, yuv);
    }

    /** The planar format zimg writes; chroma of odd sizes is halved afterwards, which zimg cannot. */
    private static String planar(String pixelFormat, int width, int height, boolean yuv) {
        if (!yuv) {
            return switch (pixelFormat) {
                case "bgr0", "rgb24" -> "gbrp";
                case "rgb48be" -> "gbrp16le";
                default -> pixelFormat;
            };
        }
        boolean odd = width % 2 != 0 || height % 2 != 0;
        return odd ? pixelFormat.replace("420", "444") : pixelFormat;
    }

    private static String tags(ColourTags source, Codec codec, boolean yuv) {
        String otherwise = yuv ? "bt709" : "unknown";
        String primaries = known(source.primaries(), otherwise);
        String transfer = known(source.transfer(), codec == Codec.PNG ? "unknown" : otherwise);
        return "setparams=color_primaries=" + primaries + ":color_trc=" + transfer + ":colorspace="
                + (yuv ? (source.highDynamicRange() ? "bt2020nc" : "bt709") + ":range=tv" : "gbr:range=pc");
    }

    private static String known(String tag, String otherwise) {
        return tag.equals("unknown") || tag.equals("reserved") ? otherwise : tag;
    }
}
