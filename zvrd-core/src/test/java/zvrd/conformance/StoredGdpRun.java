package zvrd.conformance;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.Gdp;
import zvrd.degradation.AverageDownsample;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.Grayscale;
import zvrd.degradation.Measurement;
import zvrd.diffusion.NoiseSchedule;
import zvrd.weights.TensorFile;

/** A stored sampling by GDP's code with a known degradation, in the scope it was read in. */
final class StoredGdpRun {
    static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);

    private static final double NSIG = 2;

    private final TensorFile file;
    private final JsonNode settings;

    StoredGdpRun(TensorFile file) {
        this.file = file;
        this.settings = Fixtures.json(file, "settings");
    }

    String kind() {
        return settings.get("kind").stringValue();
    }

    /** The published code's scale, which the number of values in the guide turns into our weight. */
    Gdp gdp() {
        Tensor guide = tensor("guide");
        double scale = settings.get("scale").asDouble();
        double colour = kind().equals("color") ? 500.0 / (guide.size(2) * guide.size(3)) : 0;
        var chosen = new Gdp.Settings(Gdp.weight(scale, guide.numel()), colour, true);
        return new Gdp(SCHEDULE, levels(file), chosen);
    }

    static int[] levels(TensorFile file) {
        JsonNode map = Fixtures.json(file, "timestep_map");
        return IntStream.range(0, map.size()).map(k -> map.get(k).asInt()).toArray();
    }

    /** The guide is A⁺y, but for the blur, where it is y. */
    Measurement measurement() {
        Tensor guide = tensor("guide");
        DegradationOperator a = switch (kind()) {
            case "sr" -> new AverageDownsample(settings.get("ratio").asInt());
            case "color" -> new Grayscale();
            case "blur" -> ValidBlur.gdp((int) (tensor("x_T").size(2) - guide.size(2) + 1), NSIG);
            default -> throw new TestAbortedException(kind() + " is not a degradation of these runs");
        };
        return new Measurement(kind().equals("blur") ? guide : a.forward(guide), a, 0);
    }

    double tolerance() {
        return Fixtures.json(file, "tolerance").asDouble();
    }

    Tensor tensor(String name) {
        return Fixtures.tensor(file, name);
    }
}
