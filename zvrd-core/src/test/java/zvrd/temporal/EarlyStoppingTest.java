package zvrd.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import zvrd.backbone.Move;
import zvrd.backbone.TimeTravel;

class EarlyStoppingTest {
    private static final List<Move> MOVES = TimeTravel.NONE.moves(0, 10, 40, 90);

    @Test
    void withoutALevelEveryMoveIsMade() {
        assertThat(EarlyStopping.cut(MOVES, -1)).isEqualTo(MOVES);
    }

    @Test
    void theFirstStepAtOrBelowTheLevelGoesStraightToTheCleanImage() {
        assertThat(EarlyStopping.cut(MOVES, 40)).containsExactly(new Move(0, 90, 40, true), new Move(1, 40, -1, true));
        assertThat(EarlyStopping.cut(MOVES, 39)).hasSize(3).last().isEqualTo(new Move(2, 10, -1, true));
    }

    @Test
    void aLevelAboveTheStartLeavesOneStep() {
        assertThat(EarlyStopping.cut(MOVES, 999)).containsExactly(new Move(0, 90, -1, true));
    }

    @Test
    void aTimeTravelIsCutOnlyAfterItsLastReturn() {
        List<Move> travels = new TimeTravel(1, 2).moves(0, 10, 40);
        List<Move> cut = EarlyStopping.cut(travels, 10);
        assertThat(cut.subList(0, cut.size() - 1)).isEqualTo(travels.subList(0, cut.size() - 1));
        assertThat(cut.get(cut.size() - 1).s()).isEqualTo(-1);
        assertThat(cut).hasSizeLessThanOrEqualTo(travels.size());
    }
}
