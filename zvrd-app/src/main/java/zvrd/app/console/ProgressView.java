package zvrd.app.console;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One way to show how far the work is. */
sealed interface ProgressView {
    /** Seconds that pass at least between two showings. */
    double interval();

    /** Shows {@code advance}; {@code last} when nothing follows. */
    void show(Advance advance, boolean last);

    /** The work ends early: leaves the screen fit for what is said next. */
    default void leave() {}

    /** Shows nothing. */
    record Nothing() implements ProgressView {
        @Override
        public double interval() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public void show(Advance advance, boolean last) {}
    }

    /** A line every five seconds. */
    record Lines(PrintStream err) implements ProgressView {
        @Override
        public double interval() {
            return 5;
        }

        @Override
        public void show(Advance advance, boolean last) {
            err.println(advance.sentence(last));
        }
    }

    /** One line that is drawn over: at most 79 columns, plain ASCII. */
    record Bar(PrintStream err) implements ProgressView {
        private static final int COLUMNS = 79;
        private static final int WIDEST = 16;
        private static final String ERASE_REST = "\u001b[K"; // what a longer line left behind

        @Override
        public double interval() {
            return 0.1;
        }

        @Override
        public void show(Advance advance, boolean last) {
            err.print("\r" + line(advance, last) + ERASE_REST + (last ? "\n" : ""));
            err.flush();
        }

        @Override
        public void leave() {
            err.println();
        }

        private static String line(Advance advance, boolean last) {
            String text = advance.sentence(last);
            int width = Math.min(WIDEST, COLUMNS - text.length() - "[] 100% ".length());
            if (advance.ofFrames() < 0 || width < 4) {
                return text;
            }
            int full = (int) (width * advance.share());
            String percent = String.format(Locale.ROOT, "%3d%% ", (int) (100 * advance.share()));
            return "[" + "#".repeat(full) + "-".repeat(width - full) + "] " + percent + text;
        }
    }

    /** One JSON object a line, twice a second at most. */
    record JsonLines(PrintStream err) implements ProgressView {
        @Override
        public double interval() {
            return 0.5;
        }

        @Override
        public void show(Advance advance, boolean last) {
            boolean known = advance.ofFrames() >= 0;
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("event", last ? "done" : "progress");
            fields.put("frames", advance.frames());
            fields.put("frames_total", known ? advance.ofFrames() : null);
            fields.put("steps", advance.steps());
            fields.put("steps_total", known ? advance.ofSteps() : null);
            fields.put("steps_per_second", Json.rounded(advance.rate()));
            fields.put("seconds", Json.rounded(advance.seconds()));
            fields.put("seconds_left", Json.rounded(advance.secondsLeft()));
            err.println(Json.line(fields));
        }
    }
}
