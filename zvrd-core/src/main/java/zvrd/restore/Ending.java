package zvrd.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.journal.Unexplained;
import zvrd.journal.WorkFolder;
import zvrd.media.FrameWriter;

/**
 * The end of a job, noted in its work folder so that a kill between the output's last byte and the folder's removal neither
 * loses the output nor takes it for somebody else's.
 *
 * @param frames of the output
 * @param unexplained what each of them leaves of its measurement
 * @param found frames that the last run had from earlier ones
 * @param named whether the output has its name
 */
record Ending(int frames, List<Unexplained> unexplained, int found, boolean named) {
    private static final String FILE = "ending.zvrd";

    /** Whether the job in {@code work}, which need not be claimed, may have come to its end. */
    static boolean begun(WorkFolder work) {
        return work.holds(FILE);
    }

    /** How far the end has come; null where it has not begun. */
    static @Nullable Ending of(WorkFolder work) {
        return work.load(FILE, in -> {
            int frames = in.count();
            var unexplained = new ArrayList<Unexplained>();
            for (int n = 0; n < frames; n++) {
                unexplained.add(Unexplained.read(in));
            }
            return new Ending(frames, unexplained, in.count(), in.number() == 1);
        });
    }

    Ending afterNaming() {
        return new Ending(frames, unexplained, found, true);
    }

    void save(WorkFolder work) {
        work.save(FILE, out -> {
            out.number(frames);
            for (Unexplained frame : unexplained) {
                frame.write(out);
            }
            out.number(found);
            out.number(named ? 1 : 0);
        });
    }

    /** Takes the finished job's work away, its end last: a kill meanwhile leaves one that is known to have ended. */
    static void remove(WorkFolder work) {
        work.remove(FILE);
    }

    /**
     * Whether {@code output}, which must not be replaced, may be there because a run was killed while naming it. It is then
     * written once more somewhere else, and {@link #settle settled} with.
     */
    static boolean mayBeThere(Path output) {
        return FrameWriter.isThere(output, 1);
    }

    /**
     * Gives what was written to {@code again} the names under {@code output} that it lacks.
     *
     * @throws UserError exit 6 where something else stands there
     */
    static void settle(Path again, Path output) throws IOException {
        Path folder = again.toAbsolutePath().getParent();
        Path target = output.toAbsolutePath().getParent();
        if (folder == null || target == null) {
            throw new IllegalArgumentException(again + " and " + output + " lie in no folder");
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            Path there = target.resolve(folder.relativize(file));
            if (Files.exists(there) && Files.mismatch(file, there) >= 0) {
                throw new UserError(
                        ExitCode.OUTPUT,
                        there + ": exists already, and is not what this job writes",
                        "choose another name, or overwrite it with -y");
            }
        }
        for (Path file : files) {
            Path there = target.resolve(folder.relativize(file));
            if (!Files.exists(there)) {
                Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
