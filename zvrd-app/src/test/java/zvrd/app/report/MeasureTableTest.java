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

    @Test
    void whatClipsAreToBeReadBesideStandsBelowThemAndIsNeverTheBest() {
        MeasureTable table =
                table("{\"name\": \"a\", \"psnr\": 27, \"we\": 0.2, \"we_reference\": 0.1, \"we_blurred\": 0.05},"
                        + "{\"name\": \"b\", \"psnr\": 26, \"we\": 0.3, \"we_reference\": 0.1, \"we_blurred\": 0.05}");
        assertThat(table.latex().lines())
                .containsSubsequence(
                        "b & 26.00 & 0.3000 \\\\",
                        "\\midrule",
                        "(the reference) &  & 0.1000 \\\\",
                        "(the reference, blurred) &  & 0.0500 \\\\",
                        "\\bottomrule");
        MeasureTable.Shown shown = table.forPage();
        assertThat(shown.rows()).extracting(MeasureTable.Row::name).containsExactly("a", "b");
        assertThat(shown.beside())
                .extracting(MeasureTable.Row::name)
                .containsExactly("(the reference)", "(the reference, blurred)");
        assertThat(shown.beside().get(0).cells())
                .containsExactly(new MeasureTable.Cell("", false), new MeasureTable.Cell("0.1000", false));
    }

    @Test
    void moreColumnsThanAPageIsWideAreSeveralTables() {
        var clip = new StringBuilder("{\"name\": \"a\"");
        EvaluationReport.FIELDS.forEach(
                field -> clip.append(", \"").append(field).append("\": 0.5"));
        String tex = table(clip + "}").latex();
        assertThat(tex.lines().filter(line -> line.startsWith("\\begin{tabular}")))
                .hasSize(2)
                .allMatch(line -> line.matches(".*\\{lr{7,8}}"));
        assertThat(tex.lines().filter(line -> line.startsWith("clip & "))).hasSize(2);
    }
}
