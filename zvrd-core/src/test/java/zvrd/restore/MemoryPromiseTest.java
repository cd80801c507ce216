package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the system sees a restoration hold, whatever the clip's length and within its budget. Draws target/memory.svg. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MemoryPromiseTest {
    private static final List<Integer> LENGTHS = List.of(10, 30, 100, 300, 1000);
    private static final double FLAT = 1.15; // what the Java machine compiles while it runs is the rest
    private static final long BUDGET = 420L << 20;

    @TempDir
    Path folder;

    @Test
    void memoryIsFlatInTheLengthOfTheClip() throws Exception {
        var peaks = new ArrayList<Long>();
        for (int frames : LENGTHS) {
            peaks.add(MeasuredRun.peak(clip(frames), 0));
        }
        Files.writeString(Path.of("target", "memory.svg"), chart(peaks));
        System.out.println("peak memory in bytes of " + LENGTHS + " frames: " + peaks);
        assertThat(peaks.get(peaks.size() - 1)).isLessThan(Math.round(FLAT * peaks.get(0)));
    }

    @Test
    void aBudgetIsKept() throws Exception {
        assertThat(MeasuredRun.peak(clip(60), BUDGET)).isLessThan(Math.round(1.05 * BUDGET));
    }

    private Path clip(int frames) throws IOException {
        Path job = Files.createDirectory(folder.resolve("job" + frames));
        SmallJob.prepare(job, frames);
        return job;
    }

    /** Peaks over lengths, which stand a third of a decade apart. */
    private static String chart(List<Long> peaks) {
        var body = new StringBuilder();
        var line = new StringBuilder();
        for (int n = 0; n < peaks.size(); n++) {
            int x = 60 + 110 * n;
            long megabytes = peaks.get(n) >> 20;
            double y = 220 - 0.4 * megabytes;
            line.append(String.format(Locale.ROOT, "%d,%.1f ", x, y));
            body.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\" fill=\"#1b6ca8\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\">%d MB</text>"
                            + "<text x=\"%d\" y=\"240\" text-anchor=\"middle\">%d</text>\n",
                    x,
                    y,
                    x,
                    y - 10,
                    megabytes,
                    x,
                    LENGTHS.get(n)));
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"560\" height=\"270\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + "<line x1=\"40\" y1=\"220\" x2=\"540\" y2=\"220\" stroke=\"#444\"/>\n"
                + "<text x=\"290\" y=\"260\" text-anchor=\"middle\">frames of the clip (peak resident memory of a restoration, tiny network)</text>\n"
                + body + "<polyline points=\"" + line + "\" fill=\"none\" stroke=\"#1b6ca8\"/>\n</svg>\n";
    }
}
