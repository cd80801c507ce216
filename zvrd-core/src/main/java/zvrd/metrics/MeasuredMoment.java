package zvrd.metrics;

import java.util.List;

/**
 * What a moment's frames were found to be, in numbers only.
 *
 * @param cut whether they begin another shot than the frames before
 * @param values [clip][measure], NaN where there is none
 * @param shifted of each clip what {@link Shift#psnrs} gave
 * @param luma mean luma of each clip's frame and then of the reference's, NaN without one
 * @param shown embedding of each clip's frame and then of the reference's, as far as there is a network
 * @param features for FID, the same
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MeasuredMoment(
        boolean cut,
        double[][] values,
        double[][] shifted,
        double[] luma,
        List<float[]> shown,
        List<float[]> features) {}
