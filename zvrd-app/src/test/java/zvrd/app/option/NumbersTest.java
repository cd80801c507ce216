package zvrd.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"12.5,12.5", "1:02.5,62.5", "1:00:01,3601", "0,0"})
    void timesAreSecondsOrClocks(String text, double seconds) {
        assertThat(Numbers.seconds("--start", text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1:2:3:4", "a", "1:", "Infinity"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Numbers.seconds("--start", text))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("--start");
    }

    @Test
    void listsOfNumbersHaveExactlyTheirLength() {
        assertThat(Numbers.parse("9,-45.5", 2)).containsExactly(9, -45.5);
        assertThat(Numbers.parse("9", 2)).isNull();
        assertThat(Numbers.parse("9,NaN", 2)).isNull();
        assertThat(Numbers.parse("9,", 2)).isNull();
    }
}
