package zvrd.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SentFramesTest {
    private static final Frame DARK = flat(0, 100);
    private static final Frame BRIGHT = flat(1, 110);

    private static Frame flat(int index, int level) {
        short[] rgb = new short[3 * 8 * 8];
        Arrays.fill(rgb, (short) (257 * level));
        return new Frame(index, index, new Rational(1, 25), 8, 8, rgb);
    }

    private static SentFrames lossy() {
        var sent = new SentFrames(OptionalInt.empty());
        sent.add(DARK);
        sent.add(BRIGHT);
        return sent;
    }

    @Test
    void lossyFramesMayLagButNotChangePlaces() {
        SentFrames lagging = lossy();
        assertThat(lagging.fault(0, DARK)).isNull();
        assertThat(lagging.fault(1, DARK)).isNull();
        SentFrames exchanged = lossy();
        assertThat(exchanged.fault(0, BRIGHT)).isNull();
        assertThat(exchanged.fault(1, DARK)).contains("exchanged");
    }

    @Test
    void lossyFramesThatLookLikeNothingSentAreFound() {
        assertThat(lossy().fault(0, flat(0, 0))).contains("frame 0", "100.0 levels");
        assertThat(lossy().fault(1, flat(0, 160))).contains("frame 1", "50.0 levels");
    }

    @Test
    void everySampleOfALosslessFrameCountsOnceItIsRoundedToItsBits() {
        var sent = new SentFrames(OptionalInt.of(10));
        Frame noise = Clips.noise(0, 0, new Rational(1, 25), 8, 8, 16, 3);
        short[] rounded = sent.add(noise);
        assertThat(sent.fault(0, new Frame(0, 0, noise.timeBase(), 8, 8, rounded)))
                .isNull();
        rounded[17] += 65;
        assertThat(sent.fault(0, new Frame(0, 0, noise.timeBase(), 8, 8, rounded)))
                .contains("frame 0");
    }
}
