package zvrd.media;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * The encoders of the bundled FFmpeg that output is written with. Threads and slices are fixed, not taken from the
 * machine, since they show in the bytes.
 */
enum Codec {
    /** Lossless RGB. */
    FFV1(
            "ffv1",
            0,
            0,
            List.of(
                    "ffv1",
                    "-level",
                    "3",
                    "-coder",
                    "range_tab",
                    "-g",
                    "1",
                    "-slices",
                    "4",
                    "-slicecrc",
                    "1",
                    "-threads",
                    "4")),
    /** H.264 by OpenH264, which has no constant quality: the quantiser is held instead. */
    H264("h264", 18, 51, List.of("libopenh264", "-rc_mode", "quality", "-g", "120", "-threads", "1", "-slices", "1")),
    /** VP9 by libvpx. */
    VP9("vp9", 20, 63, List.of("libvpx-vp9", "-b:v", "0", "-cpu-used", "3", "-threads", "2", "-row-mt", "0")),
    /** AV1 by SVT-AV1. */
    AV1("av1", 22, 63, List.of("libsvtav1", "-preset", "7", "-svtav1-params", "lp=2")),
    /** Numbered pictures. */
    PNG("png", 0, 0, List.of("png", "-compression_level", "3", "-threads", "2"));

    private final String label;
    private final int usualQuality;
    private final int worstQuality;
    private final List<String> encoder;

    Codec(String label, int usualQuality, int worstQuality, List<String> encoder) {
        this.label = label;
        this.usualQuality = usualQuality;
        this.worstQuality = worstQuality;
        this.encoder = encoder;
    }

    /** The codec a user calls {@code name}. */
    static Codec named(String name) {
        for (Codec codec : values()) {
            if (codec.label.equals(name.toLowerCase(Locale.ROOT))) {
                return codec;
            }
        }
        throw new UserError(
                ExitCode.USAGE,
                "--codec " + name + ": not among the codecs this program writes",
                "choose one of ffv1, h264, vp9, av1 (or png for a folder of pictures)");
    }

    String label() {
        return label;
    }

    boolean lossless() {
        return this == FFV1 || this == PNG;
    }

    /** Refuses a quality that this encoder does not know. */
    void requireQuality(OptionalInt quality) {
        if (lossless() && quality.isPresent()) {
            throw new UserError(
                    ExitCode.USAGE,
                    "--crf " + quality.getAsInt() + ": " + label + " is lossless and has no quality to choose",
                    "leave --crf away, or write a video with --codec h264, vp9 or av1");
        }
        quality.ifPresent(this::checked);
    }

    /** FFmpeg's arguments for this encoder. */
    List<String> arguments(OptionalInt quality) {
        List<String> all = new java.util.ArrayList<>(List.of("-c:v"));
        all.addAll(encoder);
        if (!lossless()) {
            String q = Integer.toString(checked(quality.orElse(usualQuality)));
            all.addAll(this == H264 ? List.of("-qmin", q, "-qmax", q) : List.of("-crf", q));
        }
        return all;
    }

    /** The pixel format the encoder is given for this many bits a sample. */
    String pixelFormat(int bitDepth) {
        return switch (this) {
            case FFV1 -> bitDepth <= 8 ? "bgr0" : "gbrp" + planarDepth(bitDepth) + "le";
            case PNG -> bitDepth <= 8 ? "rgb24" : "rgb48be";
            case H264, VP9 -> "yuv420p";
            case AV1 -> bitDepth <= 8 ? "yuv420p" : "yuv420p10le";
        };
    }

    /** The most bits a sample that the encoder has here. */
    int mostBits() {
        return switch (this) {
            case FFV1, PNG -> 16;
            case AV1 -> 10;
            case H264, VP9 -> 8; // the libraries were built so
        };
    }

    /** Bits a sample of an output that keeps every one of them; empty for a lossy one. */
    OptionalInt exactBits(int bitDepth) {
        return switch (this) {
            case FFV1 -> OptionalInt.of(bitDepth <= 8 ? 8 : planarDepth(bitDepth));
            case PNG -> OptionalInt.of(bitDepth <= 8 ? 8 : 16);
            case H264, VP9, AV1 -> OptionalInt.empty();
        };
    }

    private static int planarDepth(int bitDepth) {
        return bitDepth <= 10 ? 10 : bitDepth <= 12 ? 12 : 16;
    }

    private int checked(int quality) {
        if (quality < 0 || quality > worstQuality) {
            throw new UserError(
                    ExitCode.USAGE,
                    "--crf " + quality + ": " + label + " takes 0 to " + worstQuality,
                    "give a number in that range; lower is better, " + usualQuality + " is the default");
        }
        return quality;
    }
}
