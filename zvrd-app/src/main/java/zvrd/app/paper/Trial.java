package zvrd.app.paper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zvrd.app.console.Remarks;
import zvrd.app.job.ClipRun;
import zvrd.app.option.RestoreLine;

/**
 * One of several restorations of a clip that are compared.
 *
 * @param label what tables call it
 * @param file name of its output, without an ending
 * @param words options of {@code zvrd restore} that make it what it is
 */
public record Trial(String label, String file, List<String> words) {
    private static final String ENDING = ".mkv";

    /** Copies the words. */
    public Trial {
        words = List.copyOf(words);
    }

    /** Where it is in {@code folder}. */
    public Path output(Path folder) {
        return folder.resolve(file + ENDING);
    }

    /**
     * Restores {@code input} into {@code folder}, unless this very job was done there before, and goes on with what an
     * interrupted one left.
     *
     * @param common words that all trials share
     * @return the facts of it
     */
    public Map<String, Object> run(Path input, Path folder, List<String> common, Remarks remarks)
            throws InterruptedException {
        var line = new ArrayList<>(common);
        line.addAll(words);
        line.addAll(List.of("--output", output(folder).toString(), "--", input.toString()));
        RestoreLine said = RestoreLine.of(line);
        return new ClipRun(remarks, said.job(), said.run(), said.parsed(), null)
                .restoreUnlessDone(
                        input.toString(), output(folder).toString(), said.job().part());
    }
}
