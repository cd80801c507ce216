package zvrd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkFolderTest {
    @ParameterizedTest
    @ValueSource(strings = {"en-US", "ar-EG", "fa-IR"})
    void filesAreCalledTheSameInEveryLanguage(String language) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertThat(WorkFolder.name("frame", 12)).isEqualTo("frame-00000012.zvrd");
        } finally {
            Locale.setDefault(before);
        }
    }
}
