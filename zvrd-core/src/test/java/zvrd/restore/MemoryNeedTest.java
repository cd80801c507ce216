package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import zvrd.ExitCode;
import zvrd.UserError;

class MemoryNeedTest {
    private final MemoryNeed need = new MemoryNeed(500L << 20, 100L << 20, 60L << 20, 10L << 20, 200L << 20);

    @Test
    void aSmallBudgetTakesLanesAwayAndNothingElse() {
        assertThat(need.lanes(3, 2, 0)).isEqualTo(3);
        assertThat(need.lanes(3, 2, 4L << 30)).isEqualTo(3);
        assertThat(need.lanes(3, 2, 1100L << 20)).isEqualTo(2);
        assertThat(need.lanes(3, 2, 900L << 20)).isEqualTo(1);
    }

    @Test
    void skipsGoToDiskOnlyWhereTheyMust() {
        assertThat(need.mustSpill(2, 6, 8, 0)).isFalse();
        assertThat(need.mustSpill(2, 6, 8, (500L + 200 + 360 + 1600) << 20)).isFalse();
        assertThat(need.mustSpill(2, 6, 8, (500L + 200 + 360 + 1600 - 1) << 20)).isTrue();
        assertThat(need.mustSpill(2, 6, 8, (500L + 200 + 60 + 1600) << 20)).isTrue();
        assertThatThrownBy(() -> need.mustSpill(2, 6, 8, (500L + 200 + 60 + 1600 - 1) << 20))
                .hasMessageContaining("--max-memory expects at least 2360 MiB");
    }

    @Test
    void whatFramesKeepBesideTheirPixelsHasToFitIntoTheHeapAsWell() {
        var tiles = new TilePlan(64, 64, 64, 16, 16);
        MemoryNeed.requireHeap(8, tiles, new Kept(0, 0), 0);
        var kept = new Kept(Runtime.getRuntime().maxMemory() / 8, 0);
        assertThatThrownBy(() -> MemoryNeed.requireHeap(8, tiles, kept, 0))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.RESOURCES))
                .hasMessageContaining("8 at a time");
        assertThat(need.keeping(new Kept(3, 4)).total(1, 0, 2)).isEqualTo(need.total(1, 0, 2) + 2 * 7);
    }

    @Test
    void noiseThatGoesFromWindowToWindowIsCountedWithTheWindows() {
        var tiles = new TilePlan(64, 48, 64, 16, 16);
        long carried = MemoryNeed.carried(10, 1, tiles);
        assertThat(carried).isEqualTo(2L * 10 * 64 * 48 * 3 * Float.BYTES); // of the window, and of the one before it
        assertThat(need.carrying(carried).total(1, 0, 1)).isEqualTo(need.total(1, 0, 1) + carried);
        long heap = Runtime.getRuntime().maxMemory();
        assertThatThrownBy(() -> MemoryNeed.requireHeap(1, tiles, new Kept(0, 0), heap))
                .hasMessageContaining("of Java heap");
    }

    @Test
    void aBudgetBelowTheLeastNamesTheLeast() {
        assertThatThrownBy(() -> need.lanes(3, 2, 899L << 20))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.code()).isEqualTo(ExitCode.RESOURCES))
                .hasMessageContaining("--max-memory expects at least 900 MiB")
                .hasMessageContaining("got 899 MiB");
    }
}
