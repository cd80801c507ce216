package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import zvrd.ExitCode;
import zvrd.UserError;

/** One run of FFmpeg that needs no pipes, for the sake of one output. */
final class FfmpegRun {
    private FfmpegRun() {}

    /** Runs FFmpeg to its end. */
    static void run(List<String> arguments, Path target) throws IOException {
        try (Child child = new Child(FfmpegBinary.get().command("ffmpeg", arguments), line -> false)) {
            child.input().close();
            child.output().transferTo(java.io.OutputStream.nullOutputStream());
            if (child.await() != 0) {
                throw failure(child, target);
            }
        }
    }

    /** Why an FFmpeg that wrote {@code target} ended badly. */
    static UserError failure(Child child, Path target) {
        boolean full = child.complaints().stream().anyMatch(line -> line.contains("No space left on device"));
        return full
                ? new UserError(
                        ExitCode.RESOURCES,
                        target + ": no space left on the disk",
                        "free some space, or write to another disk")
                : new UserError(
                        ExitCode.OUTPUT,
                        target + ": could not be written (" + child.lastWords() + ")",
                        "check that the folder exists and can be written to");
    }
}
