package zvrd.app.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaceTest {
    private final List<String> turns = new ArrayList<>();

    private Race.Timing taking(String name, double... seconds) {
        var next = new int[1];
        return () -> {
            turns.add(name);
            return seconds[Math.min(next[0]++, seconds.length - 1)];
        };
    }

    @AfterEach
    void forgetsTheInterrupt() {
        boolean was = Thread.interrupted();
        assertThat(was).isFalse();
    }

    @Test
    void entriesTakeTurnsAndTheFirstRoundIsNotCounted() throws InterruptedException {
        var race = new Race();
        race.enter("ours", "float32", taking("ours", 99, 1, 3, 2));
        race.enter("theirs", "float32", taking("theirs", 99, 4, 4, 4));
        race.run(3, line -> {});
        assertThat(turns).containsExactly("ours", "theirs", "ours", "theirs", "ours", "theirs", "ours", "theirs");
        assertThat(race.asMaps().get(0)).containsEntry("median_seconds", 2.0).doesNotContainKey("ratio");
        assertThat(race.asMaps().get(1)).containsEntry("ratio", 0.5);
        assertThat(race.table("x")).hasSize(3).last().asString().contains("0.50");
    }

    @Test
    void ratiosCompareWhatComputesInTheSamePrecision() throws InterruptedException {
        var race = new Race();
        race.enter("ours", "float32", taking("a", 4));
        race.enter("ours", "bfloat16", taking("b", 1));
        race.enter("theirs", "bfloat16", taking("c", 2));
        race.run(1, line -> {});
        assertThat(race.asMaps().get(2)).containsEntry("ratio", 0.5);
    }

    @Test
    void anInterruptEndsTheRace() {
        var race = new Race();
        race.enter("ours", "float32", taking("a", 1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> race.run(1, line -> {})).isInstanceOf(InterruptedException.class);
    }
}
