package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MeasureTableTest {
    private static MeasureTable table(String clips) {
        return new MeasureTable(JsonMapper.shared()
                .readTree("{\"clips\": [" + clips + "], \"conventions\": {\"psnr\": \"dB\", \"we\": \"times 100\"}}"));
    }

    @Test
    void latexGetsItsOwnLettersTheConventionsAndTheBestInBold() {
        String tex = table("{\"name\": \"out/a_1 50%\", \"psnr\": 27.304, \"fid\": null, \"we\": 0.15},"
                        + "{\"name\": \"out/b\", \"psnr\": 25.7, \"fid\": null, \"we\": 0.3}")
                .latex();
        assertThat(tex.lines())
                .contains("% psnr: dB", "% we: times 100", "\\begin{tabular}{lrr}", "clip & psnr $\\uparrow$ & we \\\\")
                .contains("a\\_1 50\\% & \\textbf{27.30} & 0.1500 \\\\", "b & 25.70 & 0.3000 \\\\")
                .doesNotContain("fid");
    }

    @Test
    void aClipThatCouldNotBeMeasuredHasADashAndClipsOfOneNameTheirPaths() {
        String tex = table(
                        "{\"name\": \"x/out\", \"psnr\": 27.304, \"we\": 0.1},{\"name\": \"y/out\", \"psnr\": null, \"we\": 0.2}")
                .latex();
        assertThat(tex.lines()).contains("x/out & \\textbf{27.30} & 0.1000 \\\\", "y/out & -- & 0.2000 \\\\");
    }
}
