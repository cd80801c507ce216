package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.Ddnm;
import zvrd.backbone.Move;
import zvrd.backbone.TimeTravel;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.BicubicDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Identity;
import zvrd.degradation.Inpainting;
import zvrd.degradation.Mask;
import zvrd.degradation.Measurement;
import zvrd.degradation.SpectralOperator;
import zvrd.diffusion.NoiseSchedule;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** A stored sampling by DDNM: its settings, its operator and its measurement, in the scope it was read in. */
final class StoredDdnmRun {
    private static final String OPERATOR = "op.";
    private static final int COLOURS = 3;

    private final TensorFile file;
    private final JsonNode settings;
    private final boolean simplified;

    StoredDdnmRun(TensorFile file) {
        this.file = file;
        this.settings = Fixtures.json(file, "settings");
        this.simplified = file.metadata().getOrDefault("variant", "").startsWith("simplified");
    }

    /** Whether the code without singular value decompositions ran, whose noise departs from the formulas. */
    boolean simplified() {
        return simplified;
    }

    /** σ_y on the [-1, 1] scale. */
    double sigma() {
        return settings.get("sigma_y_used").asDouble();
    }

    double tolerance() {
        return Fixtures.json(file, "tolerance").asDouble();
    }

    /** β from the settings, rounded to float32 as the reference holds them. */
    NoiseSchedule schedule() {
        int steps = settings.get("num_diffusion_timesteps").asInt();
        double first = settings.get("beta_start").asDouble();
        double last = settings.get("beta_end").asDouble();
        return NoiseSchedule.ofBetas(IntStream.range(0, steps)
                .mapToDouble(t -> (float) (first + t * (last - first) / (steps - 1)))
                .toArray());
    }

    /** The product's restorer, after its own itinerary was found to be the stored one. */
    Ddnm ddnm() {
        NoiseSchedule schedule = schedule();
        var travel = new TimeTravel(
                settings.get("travel_length").asInt(),
                settings.get("travel_repeat").asInt());
        int[] levels = Ddnm.publishedLevels(schedule, settings.get("T_sampling").asInt());
        List<Move> moves = travel.moves(levels);
        JsonNode times = Fixtures.json(file, "times");
        int skip = settings.get("skip").asInt();
        assertThat(moves).hasSize(times.size() - 1);
        for (Move move : moves) {
            int k = move.index();
            int s = times.get(k + 1).asInt();
            assertThat(move.t()).isEqualTo(times.get(k).asInt() * skip);
            assertThat(move.s()).isEqualTo(s < 0 ? -1 : s * skip);
            String kind = Fixtures.json(file, "step_kinds").get(k).stringValue();
            assertThat(move.denoise()).isEqualTo(kind.equals("step"));
        }
        double eta = settings.get("eta").asDouble();
        return new Ddnm(schedule, moves, new Ddnm.Settings(eta, false, false));
    }

    /** What was measured; where y is stored, it is compared with A x + σ_y n first. */
    Measurement measurement() {
        DegradationOperator a = simplified ? simplifiedOperator() : spectralOperator();
        Tensor clean = tensor("x_orig01").mul(new Scalar(2.0)).sub(new Scalar(1.0));
        Tensor exact = a.forward(clean);
        if (!file.names().contains("y")) {
            Tensor y = file.names().contains("y_noise")
                    ? exact.add(tensor("y_noise").reshape(exact.sizes()), new Scalar(sigma()))
                    : exact;
            return new Measurement(y, a, sigma());
        }
        Tensor list = tensor("y");
        Tensor made = listed(exact);
        if (file.names().contains("y_noise")) {
            made = made.add(tensor("y_noise").reshape(made.sizes()), new Scalar(sigma()));
        }
        Fixtures.assertClose("y", made, list, tolerance());
        return new Measurement(unlisted(list, exact), a, sigma());
    }

    private DegradationOperator simplifiedOperator() {
        return switch (degradation()) {
            case "colorization" -> new Grayscale();
            case "denoising" -> new Identity();
            case "sr_averagepooling" -> new AverageDownsample(scale());
            case "inpainting" -> mask();
            case "mask_color_sr" -> new MaskedGrayMeans(mask(), new AverageDownsample(scale()));
            default -> throw unknown();
        };
    }

    private DegradationOperator spectralOperator() {
        return switch (degradation()) {
            case "sr_averagepooling" -> raw(new AverageDownsample(scale()), this::blocksByV);
            case "sr_bicubic" -> new BicubicDownsample(scale());
            case "colorization" -> raw(WeightedGray.stored(file, OPERATOR), this::coloursByV);
            case "denoising" -> new Identity();
            case "inpainting" -> mask();
            case "deblur_uni", "deblur_gauss", "deblur_aniso" -> blur();
            case "cs_walshhadamard" -> hadamard();
            case "cs_blockbased" -> StoredSensing.blocks(file, OPERATOR);
            default -> throw unknown();
        };
    }

    private static RawNoise raw(SpectralOperator a, UnaryOperator<Tensor> v) {
        return new RawNoise(a, v);
    }

    private RawNoise blur() {
        StoredOperator a = StoredOperator.blur(file, OPERATOR, COLOURS);
        return raw(a, a::rotated);
    }

    private RawNoise hadamard() {
        int side = (int) tensor("x_T").size(3);
        int measured = (int) tensor("y").size(1) / COLOURS;
        StoredSensing a = StoredSensing.hadamard(file, OPERATOR, side, measured);
        return raw(a, a::rotated);
    }

    private Tensor blocksByV(Tensor z) {
        long r = scale();
        long[] s = Tensors.shape(z);
        return z.reshape(s[0], s[1], s[2] / r, r, s[3] / r, r)
                .permute(0, 1, 2, 4, 3, 5)
                .reshape(s[0], s[1], -1, r * r)
                .matmul(tensor(OPERATOR + "V_small").t())
                .reshape(s[0], s[1], s[2] / r, s[3] / r, r, r)
                .permute(0, 1, 2, 4, 3, 5)
                .reshape(s);
    }

    private Tensor coloursByV(Tensor z) {
        long[] s = Tensors.shape(z);
        return tensor(OPERATOR + "V_small").matmul(z.reshape(s[0], s[1], -1)).reshape(s);
    }

    private Inpainting mask() {
        Tensor known = tensor("mask");
        Tensor lost = known.neg().add(new Scalar(1.0));
        return new Inpainting(Mask.ofLuma(Tensors.toFloats(lost), (int) known.size(1), (int) known.size(0)));
    }

    /** y as the reference lists it: flat, of masks only the kept values, pixel by pixel. */
    private Tensor listed(Tensor y) {
        return degradation().equals("inpainting")
                ? y.permute(0, 2, 3, 1).reshape(y.size(0), -1).index_select(1, kept())
                : y.reshape(y.size(0), -1);
    }

    private Tensor unlisted(Tensor list, Tensor like) {
        if (!degradation().equals("inpainting")) {
            return list.reshape(like.sizes());
        }
        long[] s = Tensors.shape(like);
        return torch.zeros(s[0], s[1] * s[2] * s[3])
                .to(ScalarType.Float)
                .index_copy(1, kept(), list)
                .reshape(s[0], s[2], s[3], s[1])
                .permute(0, 3, 1, 2);
    }

    private Tensor kept() { // places of the known values, pixel by pixel
        Tensor mask = tensor("mask");
        return mask.reshape(-1, 1)
                .expand(mask.numel(), COLOURS)
                .reshape(-1)
                .nonzero()
                .reshape(-1);
    }

    Tensor tensor(String name) {
        return Fixtures.tensor(file, name);
    }

    private String degradation() {
        return settings.get("deg").stringValue();
    }

    private int scale() {
        return (int) Math.round(settings.get("deg_scale").asDouble());
    }

    private TestAbortedException unknown() {
        return new TestAbortedException(degradation() + " is not a degradation of DDNM's code");
    }
}
