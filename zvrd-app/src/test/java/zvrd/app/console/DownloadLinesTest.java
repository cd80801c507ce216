package zvrd.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DownloadLinesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    @Test
    void aLineEveryFiveSecondsTellsAmountRateAndTimeLeft() {
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var remarks = new Remarks(new Terminal(stream, stream, false), () -> false, () -> false);
        var lines = new DownloadLines("model", remarks, () -> now);
        long mebibyte = 1 << 20;
        lines.progress(100 * mebibyte, OptionalLong.of(400 * mebibyte)); // what an earlier try had brought
        now = 10_000_000_000L;
        lines.progress(200 * mebibyte, OptionalLong.of(400 * mebibyte));
        now = 12_000_000_000L;
        lines.progress(220 * mebibyte, OptionalLong.of(400 * mebibyte));
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("model: 200 MB of 400 MB, 10.0 MB/s, 0:20 left");
    }
}
