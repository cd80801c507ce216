package zvrd.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The worst, the median and the best of a page's frames.
 *
 * @param worst a frame's number, from 0
 * @param median another, or the same where there are fewer than three
 * @param best another, or the same
 */
record ChosenFrames(int worst, int median, int best) {
    /** How they are chosen, for the reader of a page that lists the worst moments, too. */
    static String rule(List<Curve> telling) {
        String measures = telling.stream()
                .map(Curve::measure)
                .distinct()
                .map(measure -> measure.equals("psnr") ? "PSNR" : measure)
                .collect(Collectors.joining(" and "));
        return "Shown frames by the sum of their ranks in " + measures
                + " over all restored clips, of equals the earlier: the first is one of the moments listed above, the others are none of"
                + " them.";
    }

    /**
     * Of the frames {@code shown} by the sum of their ranks in every line of {@code telling}; those without a value do not count.
     *
     * @param moments frames that a page lists as bad, as are none of those that are shown to be good
     */
    static ChosenFrames of(List<Curve> telling, List<Integer> shown, Set<Integer> moments) {
        List<Integer> frames = shown.stream()
                .filter(frame -> telling.stream()
                        .flatMap(curve -> curve.lines().stream())
                        .allMatch(line -> frame < line.values().length && Double.isFinite(line.values()[frame])))
                .toList();
        if (frames.isEmpty()) {
            return new ChosenFrames(shown.get(0), shown.get(0), shown.get(0));
        }
        Map<Integer, Integer> ranks = frames.stream().collect(Collectors.toMap(frame -> frame, frame -> 0));
        for (Curve curve : telling) {
            for (Curve.Line line : curve.lines()) {
                rank(frames, line.values(), Curves.highIsBad(curve.measure()), ranks);
            }
        }
        List<Integer> order = frames.stream()
                .sorted(Comparator.<Integer>comparingInt(frame -> -ranks.getOrDefault(frame, 0))
                        .thenComparingInt(frame -> frame))
                .toList();
        int worst = order.stream().filter(moments::contains).findFirst().orElse(order.get(0));
        List<Integer> others = order.stream()
                .filter(frame -> frame != worst && !moments.contains(frame))
                .toList();
        return others.isEmpty()
                ? new ChosenFrames(worst, worst, worst)
                : new ChosenFrames(worst, others.get((others.size() - 1) / 2), others.get(others.size() - 1));
    }

    /**
     * What a sheet shows, each frame once.
     *
     * @param judged whether frames were better and worse; else they only changed more and less
     */
    List<Word> words(boolean judged) {
        var words = new ArrayList<Word>(List.of(new Word(judged ? "worst" : "most change", worst)));
        if (median != worst && median != best) {
            words.add(new Word(judged ? "median" : "median change", median));
        }
        if (best != worst) {
            words.add(new Word(judged ? "best" : "least change", best));
        }
        return words;
    }

    /** What a frame was chosen as. */
    record Word(String word, int frame) {
        String label() {
            return word + ": frame " + frame;
        }
    }

    /** Adds to each frame how many are better. */
    private static void rank(List<Integer> frames, double[] values, boolean highIsBad, Map<Integer, Integer> ranks) {
        List<Integer> bestFirst = frames.stream()
                .sorted(Comparator.comparingDouble(frame -> highIsBad ? values[frame] : -values[frame]))
                .toList();
        IntStream.range(0, bestFirst.size()).forEach(rank -> ranks.merge(bestFirst.get(rank), rank, Integer::sum));
    }
}
