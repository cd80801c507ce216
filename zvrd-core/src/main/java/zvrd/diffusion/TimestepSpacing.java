package zvrd.diffusion;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which levels of a schedule a sampler visits: ascending, distinct, in the schedule's own counting. A value. */
public final class TimestepSpacing {
    private final int[] timesteps;

    private TimestepSpacing(int[] ascending) {
        this.timesteps = ascending;
    }

    /**
     * The spacing that guided-diffusion writes as {@code spec}: "100" (that many levels), "10,15,20" (that many in each
     * of three sections of nearly equal size), "ddim50" (a whole stride that gives exactly 50), or "" (every level).
     *
     * @param steps the schedule's levels
     * @throws IllegalArgumentException where {@code spec} is none of these or asks for more levels than there are
     */
    public static TimestepSpacing parse(String spec, int steps) {
        if (spec.isEmpty()) {
            return sections(steps, steps);
        }
        try {
            if (spec.startsWith("ddim")) {
                return strided(steps, Integer.parseInt(spec.substring("ddim".length())));
            }
            return sections(
                    steps,
                    Arrays.stream(spec.split(",", -1))
                            .map(String::strip)
                            .mapToInt(Integer::parseInt)
                            .toArray());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "timestep spacing \"" + spec + "\" is neither counts (100 or 10,15,20) nor ddimN", e);
        }
    }

    /** {@code count} levels spread evenly over 0 … {@code start}, both included; a single one is {@code start}. */
    public static TimestepSpacing even(int count, int start) {
        if (count == 1) {
            return new TimestepSpacing(new int[] {start});
        }
        return sections(start + 1, count);
    }

    /**
     * {@code count} levels from {@code start} to 0 that lie denser the less noise is left: start - ⌊√(k/(count-1)) ·
     * (start+1)⌋, the last one 0 (DiffPIR's code, arXiv:2305.08995). Levels that coincide are visited once.
     */
    public static TimestepSpacing quadratic(int count, int start) {
        requireLevels(count, start + 1, 0);
        double end = (double) (start + 1) * (start + 1);
        var levels = new TreeSet<Integer>();
        for (int k = 0; k < count - 1; k++) {
            levels.add(start - (int) Math.sqrt(k * (end / (count - 1))));
        }
        levels.add(count == 1 ? start : 0);
        return new TimestepSpacing(levels.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The part of this spacing at or below {@code start}, for a sampler that begins in the middle. */
    public TimestepSpacing upTo(int start) {
        int[] kept = Arrays.stream(timesteps).filter(t -> t <= start).toArray();
        if (kept.length == 0) {
            throw new IllegalArgumentException("no level of " + this + " is at or below " + start);
        }
        return new TimestepSpacing(kept);
    }

    /** How many levels are visited. */
    public int count() {
        return timesteps.length;
    }

    /** The levels, ascending. */
    public int[] ascending() {
        return timesteps.clone();
    }

    /** The levels in the order a sampler visits them. */
    public int[] descending() {
        return IntStream.range(0, timesteps.length)
                .map(k -> timesteps[timesteps.length - 1 - k])
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimestepSpacing spacing && Arrays.equals(timesteps, spacing.timesteps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(timesteps);
    }

    @Override
    public String toString() {
        return "TimestepSpacing" + Arrays.toString(timesteps);
    }

    /** The smallest stride that visits exactly {@code count} of {@code steps} levels, from 0. */
    private static TimestepSpacing strided(int steps, int count) {
        for (int stride = 1; stride <= steps; stride++) {
            if ((steps + stride - 1) / stride == count) {
                int step = stride;
                return new TimestepSpacing(
                        IntStream.range(0, count).map(k -> k * step).toArray());
            }
        }
        throw new IllegalArgumentException("no whole stride visits exactly " + count + " of " + steps + " timesteps");
    }

    private static TimestepSpacing sections(int steps, int... counts) {
        int[] timesteps = new int[Arrays.stream(counts).map(c -> Math.max(c, 0)).sum()];
        int filled = 0;
        int start = 0;
        for (int section = 0; section < counts.length; section++) {
            int size = steps / counts.length + (section < steps % counts.length ? 1 : 0);
            int count = counts[section];
            requireLevels(count, size, start);
            double stride = count == 1 ? 1 : (size - 1) / (double) (count - 1);
            double position = 0;
            for (int k = 0; k < count; k++) {
                timesteps[filled++] = start + (int) Math.rint(position); // half to even, on a running sum
                position += stride;
            }
            start += size;
        }
        return new TimestepSpacing(timesteps);
    }

    private static void requireLevels(int count, int size, int start) {
        if (count < 1 || count > size) {
            throw new IllegalArgumentException("cannot visit " + count + " of the " + size + " timesteps from " + start
                    + " to " + (start + size - 1));
        }
    }
}
