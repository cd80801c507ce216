package zvrd.app.console;

import java.util.Locale;

/**
 * How far the work is.
 *
 * @param frames done
 * @param ofFrames in all; -1 where the source does not tell
 * @param steps done, over all frames
 * @param stepsPerFrame that a frame takes
 * @param stepsFound of the steps, those that an earlier run had done
 * @param seconds since the first step of this run began
 */
public record Advance(long frames, long ofFrames, long steps, int stepsPerFrame, long stepsFound, double seconds) {
    /** Steps in all; -1 where unknown. */
    long ofSteps() {
        return ofFrames < 0 ? -1 : ofFrames * stepsPerFrame;
    }

    /** The share that is done, in [0, 1]; 0 where the whole is unknown. */
    double share() {
        return ofSteps() <= 0 ? 0 : Math.min(1.0, (double) steps / ofSteps());
    }

    /** Steps a second so far in this run. */
    double rate() {
        return seconds <= 0 ? 0 : (steps - stepsFound) / seconds;
    }

    /** Seconds left at the rate so far; NaN where it cannot be told. */
    double secondsLeft() {
        return ofSteps() < 0 || steps == stepsFound ? Double.NaN : Math.max(0, ofSteps() - steps) / rate();
    }

    /** Frames, steps, rate and the time that is left, or that it took where this is the {@code last} word. */
    String sentence(boolean last) {
        String of = ofFrames < 0 ? "" : " of " + ofFrames;
        String steps = stepsPerFrame == 1 ? "" : ", step " + this.steps + (ofFrames < 0 ? "" : " of " + ofSteps());
        return "frame " + frames + of + steps + ", " + speed() + ", " + (last ? clock(seconds) + " in all" : left());
    }

    /** The rate in the unit that reads best. */
    String speed() {
        double rate = rate();
        String unit = stepsPerFrame > 1 ? "steps" : "frames";
        return String.format(Locale.ROOT, rate >= 10 ? "%.0f %s/s" : "%.2f %s/s", rate, unit);
    }

    /** The time left, as in "1:05 left". */
    String left() {
        return Double.isNaN(secondsLeft()) ? clock(seconds) + " so far" : clock(secondsLeft()) + " left";
    }

    /** Seconds as m:ss or h:mm:ss. */
    public static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
