package zvrd.conformance;

import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.Dps;
import zvrd.backbone.GradientReach;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.BlurKernel;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Measurement;
import zvrd.degradation.NoiseKind;
import zvrd.degradation.PeriodicBlur;
import zvrd.diffusion.NoiseSchedule;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** A stored sampling by DPS: its settings, its operator and its measurement, in the scope it was read in. */
final class StoredDpsRun {
    static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);

    /** Where our ζ is the published one. */
    private static final double PUBLISHED_SIDE = 256;

    private final TensorFile file;
    private final JsonNode settings;

    StoredDpsRun(TensorFile file) {
        this.file = file;
        this.settings = Fixtures.json(file, "settings");
    }

    double tolerance() {
        return Fixtures.json(file, "tolerance").asDouble();
    }

    Tensor tensor(String name) {
        return Fixtures.tensor(file, name).to(ScalarType.Float);
    }

    /** ζ of the stored run, whatever its frames' size. */
    double scale() {
        return settings.get("scale").asDouble();
    }

    /** The product's restorer with steps of length {@code scale}. */
    Dps dps(double scale) {
        int[] levels = StreamSupport.stream(Fixtures.json(file, "timestep_map").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        Tensor x = tensor("x_T");
        double zeta = scale * PUBLISHED_SIDE / Math.sqrt(x.size(2) * x.size(3));
        return new Dps(SCHEDULE, levels, new Dps.Settings(zeta, 0, GradientReach.LOCAL, true));
    }

    NoiseKind noise() {
        String noise = settings.get("noise").get(0).stringValue();
        return switch (noise) {
            case "gaussian", "clean" -> NoiseKind.GAUSSIAN;
            case "poisson" -> NoiseKind.POISSON;
            default -> throw new TestAbortedException("DPS knows no distance for noise " + noise);
        };
    }

    /** What was measured, after A of the clean image was found to be the stored one. */
    Measurement measurement() {
        DegradationOperator a = operator();
        if (file.names().contains("y_clean")) {
            Fixtures.assertClose("y_clean", a.forward(tensor("ref")), tensor("y_clean"), 1e-5);
        }
        return new Measurement(tensor("y"), a, 0.05, noise());
    }

    private DegradationOperator operator() {
        String name = settings.get("op").stringValue();
        JsonNode options = settings.get("kw");
        return switch (name) {
            case "super_resolution" ->
                new BicubicDownsample(options.get("scale_factor").asInt());
            case "inpainting" -> mask();
            case "gaussian_blur" ->
                blurred(
                        options.get("kernel_size").asInt(),
                        options.get("intensity").asDouble());
            default -> throw new TestAbortedException(name + " cannot be rebuilt from a stored sampling");
        };
    }

    private Inpainting mask() {
        Tensor known = tensor("mask");
        float[] lost = Tensors.toFloats(known.neg().add(new Scalar(1.0)));
        return new Inpainting(Mask.ofLuma(lost, (int) known.size(3), (int) known.size(2)));
    }

    /** SciPy's Gaussian of one bright pixel in the middle of a picture of {@code side} pixels, which it mirrors. */
    private static ReflectedBlur blurred(int side, double sigma) {
        int radius = (int) (4 * sigma + 0.5);
        double[] line = new double[side];
        double total = 0;
        for (int d = -radius; d <= radius; d++) {
            total += Math.exp(-d * d / (2 * sigma * sigma));
        }
        for (int p = 0; p < side; p++) {
            for (int d = -radius; d <= radius; d++) {
                int q = Math.floorMod(p + d, 2 * side);
                if ((q < side ? q : 2 * side - 1 - q) == side / 2) {
                    line[p] += Math.exp(-d * d / (2 * sigma * sigma)) / total;
                }
            }
        }
        double[] kernel = new double[side * side];
        double sum = 0;
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] = line[k / side] * line[k % side];
            sum += kernel[k];
        }
        return new ReflectedBlur(new PeriodicBlur(BlurKernel.of("stored", kernel, side, side)), side / 2, sum);
    }
}
