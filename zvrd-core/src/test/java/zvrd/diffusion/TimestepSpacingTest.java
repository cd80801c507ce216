package zvrd.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestepSpacingTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 250, 250, '0 4 8 12 16 20 24 28', '983 987 991 995 999'",
        "1000, 100, 100, '0 10 20 30 40 50 61 71', '959 969 979 989 999'",
        "1000, 50, 50, '0 20 41 61 82 102 122 143', '917 938 958 979 999'",
        "1000, 25, 25, '0 42 83 125 166 208 250 291', '832 874 916 957 999'",
        "1000, ddim50, 50, '0 20 40', '940 960 980'",
        "300, '10,15,20', 45, '0 11 22 33', '278 283 289 294 299'",
        "1000, '', 1000, '0 1 2', '998 999'"
    })
    void countsStridesAndSectionsVisitThePublishedLevels(int steps, String spec, int count, String head, String tail) {
        int[] timesteps = TimestepSpacing.parse(spec, steps).ascending();
        assertThat(timesteps).hasSize(count).startsWith(ints(head)).endsWith(ints(tail));
    }

    @Test
    void aRespacedLinearScheduleHasTheGoldenBetas() {
        NoiseSchedule spaced = NoiseSchedule.linear(1000)
                .respaced(TimestepSpacing.parse("100", 1000).ascending());
        assertThat(spaced.beta(0)).isCloseTo(1e-4, within(1e-15));
        assertThat(spaced.beta(1)).isCloseTo(0.002093636855839631, within(1e-14));
        assertThat(spaced.beta(99)).isCloseTo(0.18217953085873884, within(1e-14));
    }

    @Test
    void theQuadraticSpacingIsDenserTheLessNoiseIsLeft() {
        int[] timesteps = TimestepSpacing.quadratic(20, 999).descending();
        assertThat(timesteps).hasSize(20).startsWith(999, 770, 675).endsWith(54, 26, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 401})
    void aStartInTheMiddleIsVisitedFirst(int count) {
        int[] even = TimestepSpacing.even(count, 400).descending();
        assertThat(even).hasSize(count);
        assertThat(even[0]).isEqualTo(400);
        assertThat(TimestepSpacing.quadratic(count, 400).descending()[0]).isEqualTo(400);
    }

    @Test
    void aSpacingCanBeginInTheMiddle() {
        assertThat(TimestepSpacing.parse("ddim10", 1000).upTo(450).descending()).containsExactly(400, 300, 200, 100, 0);
        assertThatThrownBy(() -> TimestepSpacing.even(2, 10).upTo(-1)).hasMessageContaining("at or below -1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001", "0", "-5", "10,,20", "ddim999", "ddim", "fast", "600,10"})
    void refusesWhatTheScheduleCannotGive(String spec) {
        assertThatThrownBy(() -> TimestepSpacing.parse(spec, 1000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalLevelsMakeEqualSpacings() {
        assertThat(TimestepSpacing.even(1000, 999))
                .isEqualTo(TimestepSpacing.parse("", 1000))
                .hasSameHashCodeAs(TimestepSpacing.parse("1000", 1000))
                .isNotEqualTo(TimestepSpacing.even(10, 999));
    }

    private static int[] ints(String words) {
        return Arrays.stream(words.split(" ")).mapToInt(Integer::parseInt).toArray();
    }
}
