package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import zvrd.metrics.FidFeatures;

class AblationReportTest {
    private static AblationReport report() {
        var paper = new PaperScore(20.44, Double.NaN, Double.NaN, 4.0327, .8950, 4.3595);
        var features = new FidFeatures(List.of(), List.of());
        var clips = List.of(
                new ClipMeasures(
                        Map.of("we", new double[] {Double.NaN, 0.5, 0.7}),
                        Map.of("we", 0.6, "we_reference", 0.75, "we_degraded", 0.95, "we_blurred", 0.35),
                        features),
                new ClipMeasures(Map.of("we", new double[] {Double.NaN, 0.4, 0.6}), Map.of("we", 0.5), features));
        return new AblationReport(
                "dis",
                List.of(
                        new AblationReport.Step("each frame by itself", "none", "0.mkv", paper),
                        new AblationReport.Step("+ attention", "attention", "1.mkv", paper)),
                new ClipMeasures.Together(clips, List.of(2), List.of("0.mkv: is late")));
    }

    @Test
    void aWarpingErrorStandsBesideThoseOfClipsThatNobodyRestored() {
        assertThat(report().table())
                .containsSubsequence(
                        "module added                     we",
                        "each frame by itself         0.6000",
                        "+ attention                  0.5000",
                        "the clean clip               0.7500",
                        "the damaged clip             0.9500",
                        "clean, blurred               0.3500");
        assertThat(report().asMap())
                .containsEntry(
                        "beside",
                        Map.of(
                                "the clean clip", Map.of("we", 0.75),
                                "the damaged clip", Map.of("we", 0.95),
                                "clean, blurred", Map.of("we", 0.35)));
    }

    @Test
    void aHandfulOfMomentsHasNoInterval() {
        assertThat(report().table())
                .anyMatch(line -> line.startsWith("+ attention") && line.contains("-0.100"))
                .noneMatch(line -> line.contains("NaN") || line.contains("*") && !line.startsWith("("));
        assertThat(report().asMap().toString()).contains("mean=-0.09", "low=null, high=null, moments=2, clear=false");
    }

    @Test
    void whatIsStrangeAboutClipsIsInTheJson() {
        assertThat(report().asMap())
                .containsEntry("warnings", List.of("0.mkv: is late"))
                .containsEntry("cuts", List.of(2));
    }
}
