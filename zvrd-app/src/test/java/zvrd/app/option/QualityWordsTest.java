package zvrd.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zvrd.backbone.QualityWish;

class QualityWordsTest {
    @Test
    void aWordAloneHasItsPublishedWeightAndWhatIsNotNamedHasNone() {
        assertThat(QualityWords.parse("exposure,colour,smoothness")).isEqualTo(QualityWish.PUBLISHED);
        assertThat(QualityWords.parse("exposure, colour=200")).isEqualTo(new QualityWish(800, 200, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exposure,", "sharpness", "exposure=", "exposure=-1", "exposure=much"})
    void whatIsNoWeightOfALossIsRefused(String list) {
        assertThatThrownBy(() -> QualityWords.parse(list))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("got " + list);
    }
}
