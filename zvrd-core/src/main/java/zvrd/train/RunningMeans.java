package zvrd.train;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Means of a few numbers over about the last hundred steps, and over all of them while they are fewer. */
record RunningMeans(double[] values) {
    private static final double SHARE = 0.01;

    /** Before the first step. */
    static RunningMeans none() {
        return new RunningMeans(new double[0]);
    }

    /** These with the numbers of step {@code number} (from 1), unless one of them is not finite. */
    RunningMeans with(long number, double... newest) {
        if (!Arrays.stream(newest).allMatch(Double::isFinite)) {
            return this;
        }
        if (values.length == 0) {
            return new RunningMeans(newest.clone());
        }
        double[] means = values.clone();
        double share = Math.max(SHARE, 1.0 / number);
        for (int i = 0; i < means.length; i++) {
            means[i] += share * (newest[i] - means[i]);
        }
        return new RunningMeans(means);
    }

    /** The {@code i}-th mean; not a number before the first step. */
    double value(int i) {
        return i < values.length ? values[i] : Double.NaN;
    }

    String text() {
        return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
    }

    static RunningMeans parse(String text) {
        return text.isEmpty()
                ? none()
                : new RunningMeans(Arrays.stream(text.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunningMeans means && Arrays.equals(values, means.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
