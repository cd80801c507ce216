package zvrd.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"8G,8589934592", "800M,838860800", "1.5g,1610612736", "64KiB,65536", "2GB,2147483648", "17,17"})
    void readsSizesAsPeopleWriteThem(String written, long bytes) {
        assertThat(ByteSize.parse(written).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8 apples", "-1G", "G", "1..5G"})
    void refusesWhatIsNoSize(String written) {
        assertThatThrownBy(() -> ByteSize.parse(written))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("800M or 8G");
    }

    @ParameterizedTest
    @CsvSource({"17,17 B", "65536,64.0 KB", "8589934592,8.0 GB", "1073741823,1.0 GB", "157286400,150 MB"})
    void writesThemInTheUnitThatReadsBest(long bytes, String written) {
        assertThat(new ByteSize(bytes)).hasToString(written);
    }
}
