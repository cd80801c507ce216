package zvrd.app.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/** A small file of findings, which replaces an older one when it is complete. */
public final class ReportFile {
    private ReportFile() {}

    /** Refuses, before any work is done, a target that is a folder or lies in none. */
    public static void requireWritable(Path target) {
        if (Files.isDirectory(target) || !Files.isWritable(folder(target))) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + (Files.isDirectory(target) ? ": is a folder" : ": cannot be written in " + folder(target)),
                    "name a file in a folder that exists and may be written to");
        }
    }

    /** Writes {@code text} and a line's end. */
    public static void write(Path target, String text) {
        try {
            WholeFile.write(target, text + System.lineSeparator());
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.OUTPUT, target + ": cannot be written (" + cause + ")", "check the disk's space", cause);
        }
    }

    private static Path folder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        return folder == null ? target.toAbsolutePath() : folder;
    }
}
