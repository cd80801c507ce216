package zvrd.app.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.restore.RestoreRequest.Space;

/** How frames that are larger than the network's own images are cut. */
final class SpaceOptions {
    @Option(
            names = "--tile",
            paramLabel = "PX",
            description = "Side of the tiles a frame is cut into. Default: the network's own image size.")
    private @Nullable Integer tile;

    @Option(
            names = "--tile-overlap",
            paramLabel = "PX",
            description = "Pixels that neighbouring tiles share. Default: a quarter of a tile.")
    private @Nullable Integer overlap;

    Space choice() {
        return new Space(
                tile == null ? OptionalInt.empty() : OptionalInt.of(tile),
                overlap == null ? OptionalInt.empty() : OptionalInt.of(overlap));
    }
}
