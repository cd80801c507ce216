package zvrd.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** One run of FFmpeg that needs no pipes, for the sake of one output. */
final class FfmpegRun {
    private FfmpegRun() {}

    /** Runs FFmpeg to its end. */
    static void run(List<String> arguments, Path target) throws IOException {
        String why = attempt(arguments, target);
        if (why != null) {
            throw unwritable(target, why);
        }
    }

    /** Runs FFmpeg to its end; returns why it failed, null if it did not. */
    static @Nullable String attempt(List<String> arguments, Path target) throws IOException {
        try (Child child = new Child(FfmpegBinary.get().command("ffmpeg", arguments), line -> false)) {
            child.input().close();
            child.output().transferTo(OutputStream.nullOutputStream());
            if (child.await() == 0) {
                return null;
            }
            requireRoom(child, target);
            return child.lastWords();
        }
    }

    /** Why an FFmpeg that wrote {@code target} ended badly. */
    static UserError failure(Child child, Path target) {
        requireRoom(child, target);
        return unwritable(target, child.lastWords());
    }

    private static void requireRoom(Child child, Path target) {
        if (child.complaints().stream().anyMatch(line -> line.contains("No space left on device"))) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    target + ": no space left on the disk",
                    "free some space, or write to another disk");
        }
    }

    private static UserError unwritable(Path target, String why) {
        return new UserError(
                ExitCode.OUTPUT,
                target + ": could not be written (" + why + ")",
                "check that the folder exists and can be written to");
    }
}
