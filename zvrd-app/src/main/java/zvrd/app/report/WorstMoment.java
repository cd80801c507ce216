package zvrd.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A frame at which a clip does badly; where it is judged by its own motion alone, one at which most changes.
 *
 * @param clip its place among the page's clips
 * @param frame from 0
 * @param measure that says so
 * @param value of it there
 */
record WorstMoment(int clip, int frame, String measure, double value) {
    private static final int EACH = 3;
    private static final int APART = 3; // frames, so that one bad place is told once

    private static final int SHARE = 4; // the worst quarter of a line: what else is far from its worst is not bad

    /** How the moments are chosen by a measure of what clips lost of the clean one, for the reader of a page. */
    static final String RULE =
            "For each clip and measure up to %d frames of its worst quarter, at least %d apart.".formatted(EACH, APART);

    /** How they are chosen where nothing tells what a clip should be. */
    static final String RULE_OF_OWN =
            ("For each clip up to %d frames of the quarter that changes most along its own motion, at least %d apart. That is no"
                            + " fault by itself: clean detail changes, too.")
                    .formatted(EACH, APART);

    /** The worst of each line of {@code curve}; {@code high} where large values are the bad ones. */
    static List<WorstMoment> of(Curve curve, boolean high) {
        var worst = new ArrayList<WorstMoment>();
        for (Curve.Line line : curve.lines()) {
            for (int frame : worstFrames(line.values(), high)) {
                worst.add(new WorstMoment(line.clip(), frame, curve.measure(), line.values()[frame]));
            }
        }
        return worst;
    }

    private static List<Integer> worstFrames(double[] values, boolean high) {
        Comparator<Integer> worstFirst = Comparator.comparingDouble(frame -> high ? -values[frame] : values[frame]);
        List<Integer> order = IntStream.range(0, values.length)
                .filter(frame -> Double.isFinite(values[frame]))
                .boxed()
                .sorted(worstFirst)
                .toList();
        var chosen = new ArrayList<Integer>();
        for (int frame : order.subList(0, (order.size() + SHARE - 1) / SHARE)) {
            if (chosen.size() < EACH && chosen.stream().allMatch(other -> Math.abs(other - frame) >= APART)) {
                chosen.add(frame);
            }
        }
        return chosen;
    }
}
