package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.metrics.FidFeatures;

class ReproductionReportTest {
    private static ReproductionReport report() {
        return new ReproductionReport(new ReproductionReport.Protocol(
                "sr",
                "256², 4x4 means",
                List.of("its own clips", "preset paper (here draft)"),
                Map.of("GDP", new PaperScore(20.44, .5252, 171.59, 4.0327, .8950, 4.3595)),
                Map.of("model", "tiny")));
    }

    /** Seen are two numbers a frame; the spread of both is that of {@code restored} and {@code reference}. */
    private static ClipMeasures.Together clip(double psnr, float[] restored, float[] reference) {
        var features = new FidFeatures(frames(restored), frames(reference));
        Map<String, Double> means = Map.of(
                "psnr",
                psnr,
                "we",
                0.5,
                "we_reference",
                0.7,
                "we_degraded",
                0.9,
                "we_blurred",
                0.3,
                "ofme",
                Double.NaN);
        return new ClipMeasures.Together(
                List.of(new ClipMeasures(Map.of(), means, features)), List.of(3), List.of("a clip: is late"));
    }

    private static List<float[]> frames(float[] values) {
        return java.util.stream.IntStream.range(0, values.length)
                .mapToObj(t -> new float[] {values[t], -values[t]})
                .toList();
    }

    private static JsonNode json(ReproductionReport report) {
        JsonMapper json = new JsonMapper();
        return json.readTree(json.writeValueAsString(report.asMap()));
    }

    @Test
    void fidIsOfTheFramesOfAllClipsTogether() {
        var report = report();
        report.add("a", List.of("GDP"), clip(20, new float[] {0, 2}, new float[] {4, 6}));
        report.add("b", List.of("GDP"), clip(30, new float[] {4, 6}, new float[] {0, 2}));
        JsonNode mean = json(report).required("rows").required("GDP").required("mean");
        // each clip by itself is off by 4 in both numbers, 32; what was restored of both is what the references are
        assertThat(FidFeatures.pooled(List.of(new FidFeatures(frames(new float[] {0, 2}), frames(new float[] {4, 6})))))
                .isCloseTo(32, within(1e-3));
        assertThat(mean.required("fid").asDouble()).isCloseTo(0, within(1e-3));
        assertThat(mean.required("psnr").asDouble()).isEqualTo(25);
        assertThat(report.table().get(1)).startsWith("GDP ").contains(" 25.00 ");
    }

    @Test
    void aWarpingErrorStandsBesideThoseOfClipsThatNobodyRestored() {
        var report = report();
        report.add("a", List.of("GDP"), clip(20, new float[0], new float[0]));
        JsonNode told = json(report);
        assertThat(told.required("beside").propertyNames()).containsExactly("the clean clips", "clean, blurred");
        String[] warpingErrors = {"0.7000", "0.3000"};
        String[] labels = {"the clean clips", "clean, blurred"};
        for (int n = 0; n < labels.length; n++) {
            String label = labels[n];
            String value = warpingErrors[n];
            assertThat(report.table()).anyMatch(line -> line.startsWith(label) && line.contains(value));
            assertThat(report.markdown()).anyMatch(line -> line.startsWith("| " + label) && line.contains(value));
            assertThat(told.required("beside")
                            .required(label)
                            .required("mean")
                            .required("we")
                            .asDouble())
                    .isEqualTo(Double.parseDouble(value));
        }
        assertThat(told.required("warnings").get(0).asString()).isEqualTo("a clip: is late");
        assertThat(told.required("cuts").required("a").get(0).asInt()).isEqualTo(3);
    }

    @Test
    void itIsSaidWhatThePaperDidOtherwise() {
        var report = report();
        report.add("a", List.of("GDP"), clip(20, new float[0], new float[0]));
        assertThat(json(report).required("setting").asString())
                .startsWith("1 clip of 256², 4x4 means, model tiny; fid of the frames of all clips together")
                .contains("its own clips, preset paper (here draft): only with all of that is this a reproduction");
    }

    @Test
    void columnsStandBelowEachOtherWhateverRowsAreCalled() {
        var report = report();
        report.add("a", List.of("A tool | with a name that is very long indeed"), clip(20, new float[0], new float[0]));
        assertThat(report.table().get(1))
                .contains("A tool | with")
                .hasSameSizeAs(report.table().get(0));
        assertThat(report.markdown()).anyMatch(line -> line.startsWith("| A tool \\| with"));
    }
}
