package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.Sha256;
import zvrd.UserError;

/** What tells one clip from another, wherever it lies and whatever it is called. */
public final class SourceHash {
    private SourceHash() {}

    /**
     * The SHA-256 of a file's bytes, or of the names and contents of the pictures that {@code clip} stands for, in lower-case
     * hexadecimal digits.
     *
     * @throws UserError with exit code 3 if it cannot be read
     */
    public static String of(Path clip) {
        ImageSequence pictures = ImageSequence.find(clip);
        try {
            return pictures == null ? Sha256.of(clip) : Sha256.of(pictures.files());
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.INPUT,
                    clip + ": cannot be read (" + cause.getMessage() + ")",
                    "check that it is there and its permissions",
                    cause);
        }
    }
}
