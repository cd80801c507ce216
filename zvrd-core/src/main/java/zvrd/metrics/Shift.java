package zvrd.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * How far a restored clip seems to be displaced in time against its reference.
 *
 * @param frames its frame t is most like the reference's frame t + {@code frames}; -3 to 3, 0 where it stands right
 * @param gain what the mean PSNR gains by that, in dB
 */
public record Shift(int frames, double gain) {
    /** The furthest that is looked. */
    static final int FURTHEST = 3;

    private static final double CLEAR = 0.05; // dB: still scenes fit at every shift, up to their noise
    private static final double FAR = 3; // dB by which a single frame must fit elsewhere
    private static final int LEVEL = 257; // 16-bit values an 8-bit level
    private static final double CEILING = Psnr.RGB.ceiling();

    /**
     * PSNRs of pairs whose later frame is the last of {@code recent}, 7 values: at index 3 + s the one of a restored frame and
     * the reference s frames after it. NaN at 0, and where there are not so many frames yet.
     */
    static double[] psnrs(List<Moment> recent, int clip) {
        double[] psnrs = new double[2 * FURTHEST + 1];
        Arrays.fill(psnrs, Double.NaN);
        int last = recent.size() - 1;
        for (int s = 1; s <= Math.min(FURTHEST, last); s++) {
            psnrs[FURTHEST - s] = psnr(recent.get(last), recent.get(last - s), clip);
            psnrs[FURTHEST + s] = psnr(recent.get(last - s), recent.get(last), clip);
        }
        return psnrs;
    }

    private static double psnr(Moment ofRestored, Moment ofReference, int clip) {
        short[] reference = ofReference.reference();
        if (reference == null) {
            return Double.NaN;
        }
        short[] restored = ofRestored.restored().get(clip);
        long squares = 0;
        for (int i = 0; i < reference.length; i++) {
            int error = level(restored[i]) - level(reference[i]);
            squares += error * error;
        }
        double psnr = 10 * Math.log10(Levels.PEAK * Levels.PEAK * reference.length / squares);
        return Math.min(psnr, CEILING);
    }

    private static int level(short value) {
        return (Short.toUnsignedInt(value) + LEVEL / 2) / LEVEL;
    }

    /**
     * The best shift of a clip.
     *
     * @param inPlace PSNR of each frame where it stands
     * @param shifted what {@link #psnrs} gave at each moment
     */
    static Shift best(double[] inPlace, List<double[]> shifted) {
        Shift best = new Shift(0, 0);
        for (int s = -FURTHEST; s <= FURTHEST; s++) {
            double gain = gain(inPlace, shifted, s);
            if (s != 0 && gain > Math.max(CLEAR, best.gain)) {
                best = new Shift(s, gain);
            }
        }
        return best;
    }

    /**
     * The restored frames that fit another frame of the reference, at most {@link #FURTHEST} away, by 3 dB or more better than
     * their own; arguments as of {@link #best}.
     */
    static List<Integer> misplaced(double[] inPlace, List<double[]> shifted) {
        var misplaced = new TreeSet<Integer>();
        for (int t = 0; t < inPlace.length; t++) {
            for (int s = -FURTHEST; s <= FURTHEST; s++) {
                double psnr = shifted.get(t)[FURTHEST + s]; // NaN where there is none
                int frame = s > 0 ? t - s : t;
                if (psnr > inPlace[Math.max(0, frame)] + FAR) {
                    misplaced.add(frame);
                }
            }
        }
        return List.copyOf(misplaced);
    }

    /** The mean of the PSNRs at {@code s}, less that of the same restored frames where they stand. */
    private static double gain(double[] inPlace, List<double[]> shifted, int s) {
        double sum = 0;
        int pairs = 0;
        for (int t = 0; t < inPlace.length; t++) {
            double psnr = shifted.get(t)[FURTHEST + s];
            if (!Double.isNaN(psnr)) {
                sum += psnr - inPlace[s > 0 ? t - s : t];
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }
}
