package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import zvrd.media.FrameReader;

/** What the system sees a restoration hold, whatever the clip's length and within its budget. Draws target/memory.svg and memory-size.svg. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MemoryPromiseTest {
    private static final List<Integer> LENGTHS = List.of(10, 30, 100, 300, 1000);
    private static final double FLAT = 1.15; // what the Java machine compiles while it runs is the rest
    private static final long BUDGET = 420L << 20;

    private static final List<Integer> SIZES = List.of(1, 4, 8, 12, 16); // times the small job's width and height
    private static final int WINDOW = 3;
    private static final double KEPT = 1.05;

    @TempDir
    Path folder;

    @Test
    void memoryIsFlatInTheLengthOfTheClip() throws Exception {
        var peaks = new ArrayList<Long>();
        for (int frames : LENGTHS) {
            peaks.add(MeasuredRun.peak(clip(frames, 1), 0));
        }
        draw(
                "memory.svg",
                "frames of the clip",
                LENGTHS.stream().map(Object::toString).toList(),
                peaks);
        assertThat(peaks.get(peaks.size() - 1)).isLessThan(Math.round(FLAT * peaks.get(0)));
    }

    @Test
    void memoryGrowsWithTheFrameAsWasPlanned() throws Exception {
        var peaks = new ArrayList<Long>();
        var names = new ArrayList<String>();
        for (int times : SIZES) {
            Path clip = clip(2 * WINDOW, times);
            long peak = MeasuredRun.peak(clip, 0);
            assertThat(peak).isLessThan(Math.round(KEPT * planned(clip)));
            peaks.add(peak);
            names.add(2 * times * SmallJob.WIDTH + "x" + 2 * times * SmallJob.HEIGHT);
        }
        draw("memory-size.svg", "pixels of a restored frame, windows of three", names, peaks);
    }

    private static long planned(Path clip) {
        RestoreRequest request = MeasuredRun.job(clip, 0).request("out.mkv");
        try (FrameReader reader = FrameReader.open(request.input(), request.reading());
                Prior prior = Prior.load(
                        request.prior().model(),
                        request.prior().precision(),
                        request.resources().device())) {
            return ClipPlan.of(request, prior, Objects.requireNonNull(reader.next()))
                    .load()
                    .memory();
        }
    }

    @Test
    void aBudgetIsKept() throws Exception {
        assertThat(MeasuredRun.peak(clip(60, 1), BUDGET)).isLessThan(Math.round(KEPT * BUDGET));
    }

    private Path clip(int frames, int times) throws IOException {
        Path job = Files.createDirectory(folder.resolve("job" + frames + "-" + times));
        SmallJob.prepare(job, frames, times * SmallJob.WIDTH, times * SmallJob.HEIGHT);
        return job;
    }

    private static void draw(String file, String what, List<String> names, List<Long> peaks) throws IOException {
        Files.writeString(Path.of("target", file), chart(what, names, peaks));
        System.out.println("peak memory in bytes, " + what + " " + names + ": " + peaks);
    }

    /** Five peaks side by side. */
    private static String chart(String what, List<String> names, List<Long> peaks) {
        double top = peaks.stream().mapToLong(Long::longValue).max().orElseThrow() >> 20;
        var body = new StringBuilder();
        var line = new StringBuilder();
        for (int n = 0; n < peaks.size(); n++) {
            int x = 60 + 110 * n;
            long megabytes = peaks.get(n) >> 20;
            double y = 220 - 180 * megabytes / top;
            line.append(String.format(Locale.ROOT, "%d,%.1f ", x, y));
            body.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\" fill=\"#1b6ca8\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"middle\">%d MB</text>"
                            + "<text x=\"%d\" y=\"240\" text-anchor=\"middle\">%s</text>\n",
                    x,
                    y,
                    x,
                    y - 10,
                    megabytes,
                    x,
                    names.get(n)));
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"560\" height=\"270\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + "<line x1=\"40\" y1=\"220\" x2=\"540\" y2=\"220\" stroke=\"#444\"/>\n"
                + "<text x=\"290\" y=\"260\" text-anchor=\"middle\">" + what
                + " (peak resident memory of a restoration, tiny network)</text>\n"
                + body + "<polyline points=\"" + line + "\" fill=\"none\" stroke=\"#1b6ca8\"/>\n</svg>\n";
    }
}
