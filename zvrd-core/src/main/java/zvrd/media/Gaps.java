package zvrd.media;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Frames that seem to be missing between those of a clip. */
public final class Gaps {
    private Gaps() {}

    /** A sentence on the first number that numbered pictures leave out; empty where they leave out none, or {@code clip} is a file. */
    public static Optional<String> in(Path clip) {
        ImageSequence pictures = ImageSequence.find(clip);
        @Nullable String gap = pictures == null ? null : pictures.gap();
        return Optional.ofNullable(gap).map(where -> clip + ": seems to lack pictures: " + where);
    }
}
