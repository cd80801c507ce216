package zvrd.app.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.ErrorLines;
import zvrd.app.console.Interruption;

/** Clips that are restored one after the other; one that fails does not stop those behind it. */
public final class Batch {
    private final ErrorLines errors;
    private final List<Map<String, Object>> clips = new ArrayList<>();
    private int failed;

    /** @param errors where failures are told */
    public Batch(ErrorLines errors) {
        this.errors = errors;
    }

    /** What is done with one clip; tells what came of it. */
    @FunctionalInterface
    public interface Work {
        /** The facts of restoring {@code input} to {@code output}. */
        Map<String, Object> on(String input, String output) throws InterruptedException;
    }

    /** Does {@code work} on every clip of {@code outputs}, unless the first shows that the options are wrong. */
    public void run(Map<String, String> outputs, Work work) throws InterruptedException {
        for (Map.Entry<String, String> clip : outputs.entrySet()) {
            try {
                add(clip, ExitCode.DONE.value(), work.on(clip.getKey(), clip.getValue()));
            } catch (RuntimeException | OutOfMemoryError failure) {
                boolean wish = failure instanceof UserError error && error.code() == ExitCode.USAGE;
                if (Interruption.requested() || wish && clips.isEmpty()) {
                    throw failure;
                }
                failed++;
                add(clip, errors.tell(failure), Map.of("error", String.valueOf(failure.getMessage())));
            }
        }
    }

    private void add(Map.Entry<String, String> clip, int exit, Map<String, Object> outcome) {
        clips.add(told(clip.getKey(), clip.getValue(), exit, outcome));
    }

    /** A clip with what came of it. */
    public static Map<String, Object> told(String input, String output, int exit, Map<String, Object> outcome) {
        var told = new LinkedHashMap<String, Object>();
        told.put("input", input);
        told.put("output", output);
        told.put("exit", exit);
        told.putAll(outcome);
        return told;
    }

    /** All clips with what came of each. */
    public Map<String, Object> summary() {
        var map = new LinkedHashMap<String, Object>();
        map.put("clips", clips);
        map.put("done", clips.size() - failed);
        map.put("failed", failed);
        return map;
    }

    /** Refuses to end well where a clip failed. @throws UserError exit 7 */
    public void requireAllDone() {
        if (failed > 0) {
            throw new UserError(
                    ExitCode.BATCH,
                    failed + " of " + clips.size() + " clips failed",
                    "mend what the lines above name and run the same command for those");
        }
    }
}
