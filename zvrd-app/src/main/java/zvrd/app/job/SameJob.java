package zvrd.app.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Remarks;
import zvrd.journal.JobIdentity;
import zvrd.media.FrameWriter;
import zvrd.media.SourceHash;
import zvrd.restore.RestoreIdentity;
import zvrd.restore.RestoreRequest;

/** Whether a job is the one that a file of provenance tells of. */
final class SameJob {
    /** What may differ where the program or the machine is another: the bytes may differ then too. */
    private static final Set<String> AROUND =
            Set.of(RestoreIdentity.VERSION, RestoreIdentity.BUILD, "instruction set", "device");

    private SameJob() {}

    /**
     * What tells of the output of {@code request} where that is there, made by this very job and not changed since; else null.
     *
     * @param replace whether the output of another job may be replaced
     * @throws UserError exit 6 where it may not, naming what differs
     */
    static @Nullable Provenance done(RestoreRequest request, boolean replace) {
        Provenance there = there(request.output());
        if (there == null) {
            return null;
        }
        List<String> differences = there.identity().differencesTo(RestoreIdentity.of(request));
        if (differences.isEmpty()) {
            return there;
        }
        if (!replace) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    request.output() + ": exists already, and is of another job: " + JobIdentity.told(differences),
                    "choose another name, or overwrite it with -y");
        }
        return null;
    }

    /** What tells of {@code output} as it is there; null where nothing does, or of another state of it. */
    private static @Nullable Provenance there(Path output) {
        Path told = Provenance.pathOf(output);
        if (!FrameWriter.isThere(output, 1) || !Files.exists(told)) {
            return null;
        }
        try {
            Provenance made = Provenance.read(told);
            return made.outputSha256().equals(SourceHash.of(output)) ? made : null;
        } catch (UserError notOurs) { // whoever writes the output will say what is wrong with it
            return null;
        }
    }

    /**
     * Refuses {@code request} where it is not the job that {@code told} tells of; another version, build or machine is remarked only.
     *
     * @throws UserError exit 3, naming the input or the model that is another
     */
    static void require(Provenance told, RestoreRequest request, Remarks remarks) {
        List<String> differences = told.identity().differencesTo(RestoreIdentity.of(request));
        for (String difference : differences) {
            if (AROUND.stream().noneMatch(part -> difference.startsWith(part + " was "))) {
                throw new UserError(
                        ExitCode.INPUT,
                        "--from: it cannot be the same again: " + difference,
                        "bring back what " + told.output() + " was made from, or say the options themselves");
            }
            remarks.say("warning: " + difference + ", so that bytes may differ");
        }
    }
}
