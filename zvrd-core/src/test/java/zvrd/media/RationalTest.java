package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RationalTest {
    private static final Rational NONE = new Rational(-1, 1);

    @Test
    void fractionsAreInLowestTermsWithThePositiveDenominator() {
        assertThat(new Rational(50, -100)).isEqualTo(new Rational(-1, 2));
        assertThatThrownBy(() -> new Rational(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "30000/1001, 30000, 1001",
        "4:3, 4, 3",
        "25, 25, 1",
        "0/0, -1, 1",
        "0:1, -1, 1",
        "N/A, -1, 1",
        "'', -1, 1"
    })
    void textIsReadAndNonsenseReplaced(String text, long num, long den) {
        assertThat(Rational.parse(text, NONE)).isEqualTo(new Rational(num, den));
    }

    @ParameterizedTest
    @CsvSource({
        "1001, 1/30000, 1/1000, 33",
        "-1001, 1/30000, 1/1000, -33",
        "1, 1/2, 1, 1",
        "-1, 1/2, 1, -1",
        "3, 1/1000, 1/1000, 3",
        "9000000000000, 1/90000, 1/1000000000, 100000000000000000"
    })
    void ticksAreCountedInAnotherBaseRoundedToTheNearest(long ticks, String from, String to, long expected) {
        assertThat(Rational.parse(from, NONE).rescale(ticks, Rational.parse(to, NONE)))
                .isEqualTo(expected);
    }

    @Test
    void nanosecondsTellEveryTickOfTheUsualTimeBasesApart() {
        for (long den : new long[] {1000, 15360, 24000, 90_000, 1_000_000}) {
            Rational base = new Rational(1, den);
            for (long ticks = 1_000_000_007L; ticks < 1_000_000_107L; ticks++) {
                long there = base.rescale(ticks, MatroskaFrames.NANOSECOND);
                assertThat(MatroskaFrames.NANOSECOND.rescale(there, base)).isEqualTo(ticks);
            }
        }
    }
}
