package zvrd.app.job;

import java.nio.file.Files;
import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.ClipTree;

/** Clips that are found by their names. */
public final class NamedClips {
    private NamedClips() {}

    /**
     * The clip called {@code name}, a folder or a file, in {@code folder}.
     *
     * @param expected what is told where there is none
     * @param mend what is to be done then
     * @throws UserError exit 3 where there is none
     */
    public static Path find(Path folder, String name, String expected, String mend) {
        if (Files.isDirectory(folder)) {
            for (Path clip : ClipTree.clips(folder, folder.resolve("nothing"))) {
                if (Outputs.stem(clip.toString()).equals(name)) {
                    return clip;
                }
            }
        }
        throw new UserError(ExitCode.INPUT, expected + ", found none", mend);
    }
}
