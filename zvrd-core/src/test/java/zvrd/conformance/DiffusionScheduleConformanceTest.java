package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.TimestepSpacing;
import zvrd.weights.TensorFile;

/** Schedules and spacings against guided-diffusion's tables, value by value. */
@Tag("conformance")
class DiffusionScheduleConformanceTest {
    private static final Pattern KEY = Pattern.compile("([a-z_]+)(\\d+)");

    static Stream<Path> schedules() {
        return Fixtures.files("diffusion_schedules");
    }

    static Stream<Path> spacings() {
        return Fixtures.files("diffusion_spacing");
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyTableOfAScheduleIsTheReferences(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            double tolerance = Fixtures.json(file, "tolerance_relative").asDouble();
            for (JsonNode node : Fixtures.json(file, "schedules")) {
                String key = node.stringValue();
                Matcher name = KEY.matcher(key);
                assertThat(name.matches()).as("schedule key %s", key).isTrue();
                NoiseSchedule schedule = schedule(name.group(1), Integer.parseInt(name.group(2)));
                compareTables(file, key, schedule, tolerance);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("spacings")
    void everySpacingKeepsTheReferencesLevels(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            double tolerance = Fixtures.json(file, "tolerance_relative").asDouble();
            for (JsonNode entry : Fixtures.json(file, "entries")) {
                String key = entry.get("key").stringValue();
                int steps = entry.get("steps").asInt();
                TimestepSpacing spacing =
                        TimestepSpacing.parse(entry.get("respacing").stringValue(), steps);
                long[] kept = longs(file, key + ".timestep_map");
                assertThat(spacing.ascending())
                        .as("timestep map of %s", key)
                        .containsExactly(
                                Arrays.stream(kept).mapToInt(t -> (int) t).toArray());
                NoiseSchedule schedule = schedule(entry.get("schedule").stringValue(), steps);
                compareTables(file, key, schedule.respaced(spacing.ascending()), tolerance);
            }
        }
    }

    static NoiseSchedule schedule(String name, int steps) {
        return switch (name) {
            case "linear" -> NoiseSchedule.linear(steps);
            case "cosine" -> NoiseSchedule.cosine(steps);
            default -> fail("schedule %s is not known", name);
        };
    }

    private static void compareTables(TensorFile file, String key, NoiseSchedule schedule, double tolerance) {
        for (String tensor : file.names()) {
            if (tensor.startsWith(key + ".") && !tensor.endsWith(".timestep_map")) {
                String table = tensor.substring(key.length() + 1);
                double[] expected = doubles(file, tensor);
                assertThat(schedule.steps()).as("length of %s", tensor).isEqualTo(expected.length);
                for (int t = 0; t < expected.length; t++) {
                    assertThat(value(schedule, table, t))
                            .as("%s[%d]", tensor, t)
                            .isCloseTo(expected[t], within(Math.abs(expected[t]) * tolerance));
                }
            }
        }
    }

    private static double value(NoiseSchedule schedule, String table, int t) {
        double alphaBar = schedule.alphaBar(t);
        return switch (table) {
            case "betas" -> schedule.beta(t);
            case "alphas_cumprod" -> alphaBar;
            case "alphas_cumprod_prev" -> schedule.alphaBar(t - 1);
            case "alphas_cumprod_next" -> schedule.alphaBar(t + 1);
            case "sqrt_alphas_cumprod" -> Math.sqrt(alphaBar);
            case "sqrt_one_minus_alphas_cumprod" -> Math.sqrt(1 - alphaBar);
            case "log_one_minus_alphas_cumprod" -> Math.log(1 - alphaBar);
            case "sqrt_recip_alphas_cumprod" -> Math.sqrt(1 / alphaBar);
            case "sqrt_recipm1_alphas_cumprod" -> schedule.sigmaBar(t);
            case "posterior_variance" -> schedule.posteriorVariance(t);
            case "posterior_log_variance_clipped" -> schedule.posteriorLogVariance(t);
            case "posterior_mean_coef1" -> schedule.posteriorWeightOfX0(t);
            case "posterior_mean_coef2" -> schedule.posteriorWeightOfXt(t);
            default -> fail("table %s is not known", table);
        };
    }

    static long[] longs(TensorFile file, String tensor) {
        ByteBuffer bytes = file.read(tensor).bytes();
        long[] values = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return values;
    }

    private static double[] doubles(TensorFile file, String tensor) {
        ByteBuffer bytes = file.read(tensor).bytes();
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }
}
