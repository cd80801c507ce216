package zvrd.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now;

    /** Three frames of four steps, a step a second. */
    private String shownBy(ProgressView view) {
        try (var progress = new Progress(view, () -> now)) {
            progress.begin(3, 4);
            for (int frame = 0; frame < 3; frame++) {
                for (int step = 0; step < 4; step++) {
                    now += 1_000_000_000L;
                    progress.step(1);
                }
                progress.frame();
            }
            progress.end();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plainLinesComeEveryFiveSecondsWithFramesStepsRateAndTheTimeLeft() {
        assertThat(shownBy(new ProgressView.Lines(err)).lines())
                .containsExactly(
                        "frame 1 of 3, step 5 of 12, 1.00 steps/s, 0:07 left",
                        "frame 2 of 3, step 10 of 12, 1.00 steps/s, 0:02 left",
                        "frame 3 of 3, step 12 of 12, 1.00 steps/s, 0:12 in all");
    }

    @Test
    void theBarIsOneLineOfAtMost79Columns() {
        String shown = shownBy(new ProgressView.Bar(err));
        assertThat(shown).endsWith("\n").containsOnlyOnce("\n");
        assertThat(List.of(shown.split("\r")))
                .allSatisfy(
                        line -> assertThat(line.replace("\u001b[K", "").strip().length())
                                .isLessThanOrEqualTo(79));
        assertThat(shown).contains("[########--------]  50%").contains("100% frame 3 of 3");
    }

    @Test
    void jsonLinesAreObjectsThatAProgramCanRead() {
        List<String> lines = shownBy(new ProgressView.JsonLines(err)).lines().toList();
        var mapper = new JsonMapper();
        Map<?, ?> first = mapper.readValue(lines.get(0), Map.class);
        assertThat(first.get("event")).isEqualTo("progress");
        assertThat(first.get("steps_total")).isEqualTo(12);
        assertThat(first.get("seconds_left")).isEqualTo(11.0);
        Map<?, ?> last = mapper.readValue(lines.get(lines.size() - 1), Map.class);
        assertThat(last.get("event")).isEqualTo("done");
        assertThat(last.get("frames")).isEqualTo(3);
    }

    @Test
    void aSourceThatDoesNotTellItsLengthShowsNoTotal() {
        try (var progress = new Progress(new ProgressView.Lines(err), () -> now)) {
            progress.begin(-1, 2);
            now += 6_000_000_000L;
            progress.step(1);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("frame 0, step 1, 0.17 steps/s, 0:06 so far\n");
    }

    @Test
    void aFailureLeavesTheBarsLineBehindItself() {
        try (var progress = new Progress(new ProgressView.Bar(err), () -> now)) {
            progress.begin(3, 1);
            now += 1_000_000_000L;
            progress.frame();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\n");
    }

    @ParameterizedTest
    @CsvSource({"0,0:00", "65,1:05", "3600,1:00:00", "86399.4,23:59:59"})
    void timesReadAsClocks(double seconds, String clock) {
        assertThat(Advance.clock(seconds)).isEqualTo(clock);
    }
}
