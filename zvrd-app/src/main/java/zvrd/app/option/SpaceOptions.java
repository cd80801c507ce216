package zvrd.app.option;

import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.restore.RestoreRequest.Space;
import zvrd.restore.WindowPlan;

/** How a clip is cut: large frames into tiles, long clips into windows. */
final class SpaceOptions {
    @Option(
            names = "--tile",
            paramLabel = "PX",
            description = "Side of the tiles a frame is cut into. Default: the network's own image size.")
    private @Nullable Integer tile;

    @Option(
            names = "--tile-overlap",
            paramLabel = "PX",
            description =
                    "Pixels that neighbouring tiles share. Default: a quarter of a tile; half of one for lowlight with --preset paper.")
    private @Nullable Integer overlap;

    @Option(names = "--window", paramLabel = "N", description = "Frames that are restored together. Default: 8.")
    private int window = WindowPlan.USUAL.frames();

    @Option(
            names = "--window-overlap",
            paramLabel = "N",
            description = "Frames a window takes over from the one before. Default: 1.")
    private int windowOverlap = WindowPlan.USUAL.overlap();

    @Option(
            names = "--shots",
            paramLabel = "auto|none",
            description = "Whether cuts are looked for, across which nothing is carried. Default: auto.")
    private Shots shots = Shots.AUTO;

    /** What is done about cuts. */
    enum Shots {
        AUTO,
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Space choice() {
        if (window < 1) {
            throw new UsageError("--window expects at least 1 frame, got " + window, "say for example --window 8");
        }
        if (windowOverlap < 0 || (windowOverlap >= window && window > 1)) {
            throw new UsageError(
                    "--window-overlap expects 0 to " + (window - 1) + " with windows of " + window + " frames, got "
                            + windowOverlap,
                    "say a smaller overlap or a larger --window");
        }
        return new Space(
                tile == null ? OptionalInt.empty() : OptionalInt.of(tile),
                overlap == null ? OptionalInt.empty() : OptionalInt.of(overlap),
                new WindowPlan(window, Math.min(windowOverlap, window - 1)),
                shots == Shots.AUTO);
    }
}
