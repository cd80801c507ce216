package zvrd.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagePlanTest {
    @Test
    void aShortClipIsShownWholeAndLosslessly() {
        PagePlan plan = PagePlan.of(4, 8, 256, 256);
        assertThat(plan).isEqualTo(new PagePlan(256, 256, 1, true));
        assertThat(plan.remarks(256, 256)).isEmpty();
    }

    @Test
    void aLargerOneIsCompressedAndThePageSaysSo() {
        PagePlan plan = PagePlan.of(3, 50, 640, 360);
        assertThat(plan).isEqualTo(new PagePlan(640, 360, 1, false));
        assertThat(plan.remarks(640, 360)).singleElement().asString().contains("JPEG");
    }

    @Test
    void aFilmIsShownSmallerAndNowAndThen() {
        PagePlan plan = PagePlan.of(2, 3000, 1920, 1080);
        assertThat(plan.width()).isEqualTo(960);
        assertThat(plan.height()).isEqualTo(540);
        assertThat(plan.stride()).isEqualTo(46); // 2 x 3000 x 960 x 540 pixels of 0.7 bytes in 48 MB
        assertThat(plan.shows(46)).isTrue();
        assertThat(plan.shows(47)).isFalse();
        assertThat(plan.remarks(1920, 1080)).hasSize(3).anyMatch(remark -> remark.startsWith("One frame of 46"));
    }
}
