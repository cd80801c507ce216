package zvrd.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zvrd.app.console.ErrorLines;
import zvrd.app.console.Remarks;

/**
 * One of several restorations of a clip that are compared.
 *
 * @param label what tables call it
 * @param file name of its output, without an ending
 * @param words options of {@code zvrd restore} that make it what it is
 */
record Trial(String label, String file, List<String> words) {
    private static final String ENDING = ".mkv";

    Trial {
        words = List.copyOf(words);
    }

    /** Where it is in {@code folder}. */
    Path output(Path folder) {
        return folder.resolve(file + ENDING);
    }

    /**
     * Restores {@code input} into {@code folder}, unless this very job was done there before, and goes on with what an
     * interrupted one left.
     *
     * @param common words that all trials share
     * @return the facts of it
     */
    Map<String, Object> run(Path input, Path folder, List<String> common, Remarks remarks, ErrorLines errors)
            throws InterruptedException {
        var line = new ArrayList<>(common);
        line.addAll(words);
        line.addAll(List.of("--output", output(folder).toString(), "--", input.toString()));
        return RestoreCommand.of(line, remarks, errors).unlessDone();
    }
}
