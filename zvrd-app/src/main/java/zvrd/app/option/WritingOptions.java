package zvrd.app.option;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.media.WriteOptions;

/** How a clip is written, and which of its other streams go along. */
public final class WritingOptions {
    @Option(
            names = "--codec",
            paramLabel = "NAME",
            description = "ffv1, h264, vp9 or av1. Default: ffv1 in Matroska, h264 in MP4.")
    private @Nullable String codec;

    @Option(names = "--crf", paramLabel = "N", description = "Constant quality of the codec, lower is better.")
    private @Nullable Integer crf;

    @Option(names = "--lossless", description = "FFV1 in Matroska, every bit kept.")
    private boolean lossless;

    @Option(names = "--no-audio", description = "Leave the sound behind.")
    private boolean noAudio;

    @Option(names = "--no-subtitles", description = "Leave subtitles behind.")
    private boolean noSubtitles;

    @Option(
            names = {"-y", "--overwrite"},
            description = "Replace an output that exists.")
    private boolean overwrite;

    /** Whether outputs that exist may be replaced. */
    public boolean overwrites() {
        return overwrite;
    }

    /**
     * The same for a writer.
     *
     * @param bitDepth of the output; empty for that of the input
     */
    public WriteOptions choice(OptionalInt bitDepth) {
        return new WriteOptions(
                codec,
                crf == null ? OptionalInt.empty() : OptionalInt.of(crf),
                lossless,
                !noAudio,
                !noSubtitles,
                overwrite,
                bitDepth);
    }
}
