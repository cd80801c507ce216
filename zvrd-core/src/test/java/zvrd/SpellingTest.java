package zvrd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({"sr,sr,0", "rs,sr,1", "denose,denoise,1", "inpiant,inpaint,1", "colourise,colorize,2", "'',ab,2"})
    void countsInsertionsDropsChangesAndSwaps(String typed, String word, int slips) {
        assertThat(Spelling.slips(typed, word)).isEqualTo(slips);
        assertThat(Spelling.slips(word, typed)).isEqualTo(slips);
    }

    @Test
    void namesTheNearestWordAndNothingForAWordThatIsFar() {
        assertThat(Spelling.nearest("--tsak", List.of("--tile", "--task", "--steps")))
                .isEqualTo("--task");
        assertThat(Spelling.nearest("xylophone", List.of("--tile", "--task"))).isNull();
    }
}
