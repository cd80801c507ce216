package zvrd.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How much a measure differs between two clips, moment by moment, and how sure that is: the mean of the differences and the
 * interval in which 95 of 100 resampled means lie. Neighbouring moments are alike, so runs of them are drawn and not single
 * ones (circular block bootstrap, Politis and Romano 1992; runs of the cube root of the number of moments).
 *
 * @param mean of the second clip less the first
 * @param low 2.5th percentile of the resampled means; NaN where there are too few moments to tell, as is {@code high}
 * @param high 97.5th percentile
 * @param moments that both clips have a value at
 */
public record PairedDifference(double mean, double low, double high, int moments) {
    private static final int DRAWS = 2000;
    private static final double TAIL = 0.025;

    /** With fewer moments there is no interval: five of one sign happen by chance once in sixteen times. */
    public static final int LEAST = 6;

    /**
     * Of {@code second} less {@code first}; moments where one of them is no finite number are left out. With none left all is
     * NaN.
     *
     * @param first values of a measure, a moment each
     * @param second the same of the other clip, as many
     */
    public static PairedDifference of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " moments against " + second.length);
        }
        double[] differences = IntStream.range(0, first.length)
                .mapToDouble(n -> second[n] - first[n])
                .filter(Double::isFinite)
                .toArray();
        int n = differences.length;
        if (n == 0) {
            return new PairedDifference(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double mean = Arrays.stream(differences).average().orElseThrow();
        if (n < LEAST) {
            return new PairedDifference(mean, Double.NaN, Double.NaN, n);
        }
        double[] means = resampledMeans(differences);
        Arrays.sort(means);
        return new PairedDifference(mean, means[(int) (TAIL * DRAWS)], means[(int) ((1 - TAIL) * DRAWS) - 1], n);
    }

    /** Whether there is an interval and it leaves out 0. */
    public boolean isClear() {
        return low > 0 || high < 0;
    }

    private static double[] resampledMeans(double[] differences) {
        int n = differences.length;
        int run = (int) Math.max(1, Math.round(Math.cbrt(n)));
        var random = new SplittableRandom(n); // the same numbers give the same interval
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            int start = 0;
            for (int k = 0; k < n; k++) {
                if (k % run == 0) {
                    start = random.nextInt(n);
                }
                sum += differences[(start + k % run) % n];
            }
            means[draw] = sum / n;
        }
        return means;
    }
}
