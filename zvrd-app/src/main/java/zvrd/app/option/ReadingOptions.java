package zvrd.app.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.media.ReadOptions;

/** Which part of a clip is read. */
public final class ReadingOptions {
    @Option(names = "--start", paramLabel = "TIME", description = "Begin there: seconds, m:ss or h:mm:ss.")
    private @Nullable String start;

    @Option(names = "--frames", paramLabel = "N", description = "Read so many frames at most.")
    private @Nullable Long frames;

    @Option(
            names = "--hdr",
            paramLabel = "refuse|keep",
            description =
                    "PQ and HLG: refused, or their numbers restored as they are and their tags kept. Default: refuse.")
    private HighDynamicRange highDynamicRange = HighDynamicRange.REFUSE;

    /** That part. @throws UsageError where it would hold no frame, or its start is no time */
    public ReadOptions choice() {
        if (frames != null && frames < 1) {
            throw new UsageError("--frames expects 1 or more, got " + frames, "leave it out to read the whole clip");
        }
        return new ReadOptions(
                start == null ? 0 : Numbers.seconds("--start", start),
                frames == null ? Long.MAX_VALUE : frames,
                highDynamicRange == HighDynamicRange.KEEP);
    }
}
