package zvrd.temporal;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.tensor.Tensors;

/**
 * An embedding's direction u = E / |E|. Cosines are written by differences, 1 - cos = |u - u'|²/2, so that embeddings alike
 * to the bit are at no distance and pull by exactly nothing.
 */
record Direction(double[] unit, double length) {
    private static final double LEAST_LENGTH = 1e-12;

    /** Of the embedding {@code e} [1, D]. */
    static Direction of(Tensor e) {
        float[] values = Tensors.toFloats(e);
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        double length = Math.max(Math.sqrt(square), LEAST_LENGTH);
        double[] unit = new double[values.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = values[d] / length;
        }
        return new Direction(unit, length);
    }

    /** 1 - cos(E, E'). */
    double distance(Direction other) {
        double square = 0;
        for (int d = 0; d < unit.length; d++) {
            double difference = unit[d] - other.unit[d];
            square += difference * difference;
        }
        return square / 2;
    }

    /** The gradient in E of the distances to those of both that are there: (1 - u uᵀ) Σ (u - u') / |E|. */
    float[] pull(@Nullable Direction before, @Nullable Direction after) {
        double[] away = new double[unit.length];
        addDifference(away, before);
        addDifference(away, after);
        double along = 0;
        for (int d = 0; d < away.length; d++) {
            along += away[d] * unit[d];
        }
        float[] pull = new float[away.length];
        for (int d = 0; d < pull.length; d++) {
            pull[d] = (float) ((away[d] - along * unit[d]) / length);
        }
        return pull;
    }

    private void addDifference(double[] sum, @Nullable Direction other) {
        for (int d = 0; other != null && d < sum.length; d++) {
            sum[d] += unit[d] - other.unit[d];
        }
    }
}
