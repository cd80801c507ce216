package zvrd.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimeTravelTest {
    @Test
    void withoutJourneysTheWayGoesStraightDown() {
        assertThat(TimeTravel.NONE.itinerary(4)).containsExactly(3, 2, 1, 0, -1);
    }

    @Test
    void everyStretchIsWalkedAsOftenAsAsked() {
        assertThat(new TimeTravel(2, 2).itinerary(6))
                .containsExactly(5, 4, 3, 2, 3, 4, 3, 2, 1, 0, 1, 2, 1, 0, -1); // DDNM's own example
    }

    @Test
    void aLevelVisitedTwiceIsComeToFromAboveEachTime() {
        assertThat(new TimeTravel(1, 1, 2).itinerary(4))
                .containsExactly(3, 2, 1, 2, 1, 0, 1, 0, -1); // RePaint comes to its first two levels once
    }

    @Test
    void movesNameTheLevelsAndOnlyThoseDownwardsDenoise() {
        assertThat(new TimeTravel(1, 2).moves(0, 100, 200))
                .containsExactly(
                        new Move(0, 200, 100, true),
                        new Move(1, 100, 200, false),
                        new Move(2, 200, 100, true),
                        new Move(3, 100, 0, true),
                        new Move(4, 0, 100, false),
                        new Move(5, 100, 0, true),
                        new Move(6, 0, -1, true));
    }

    @Test
    void refusesJourneysThatGoNowhere() {
        assertThatThrownBy(() -> new TimeTravel(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeTravel(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
