package zvrd.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.TimeTravel;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** The order in which samplers that travel back in time visit their levels. */
@Tag("conformance")
class TimeTravelConformanceTest {
    @TestFactory
    Stream<DynamicTest> everyItineraryIsTheReferences() {
        return Fixtures.files("sampling_time_travel_").flatMap(TimeTravelConformanceTest::tests);
    }

    private static Stream<DynamicTest> tests(Path path) {
        try (TensorFile file = Fixtures.open(path)) {
            List<JsonNode> entries = new ArrayList<>();
            Fixtures.json(file, "entries").forEach(entries::add);
            assertThat(entries).as("itineraries in %s", path).isNotEmpty();
            return entries.stream().map(entry -> {
                String sampler = entry.get(0).stringValue();
                return DynamicTest.dynamicTest(
                        path.getFileName() + " " + sampler + " " + entry.get(1),
                        () -> compare(path, sampler, entry.get(1)));
            });
        }
    }

    private static void compare(Path path, String sampler, JsonNode settings) {
        boolean ddnm = sampler.equals("ddnm");
        int levels = settings.get(ddnm ? "T_sampling" : "t_T").asInt();
        int length = settings.get(ddnm ? "travel_length" : "jump_length").asInt();
        int repeat = settings.get(ddnm ? "travel_repeat" : "jump_n_sample").asInt();
        int visits = ddnm ? 1 : settings.get("n_sample").asInt();
        String name = ddnm ? "ddnm.T%d_length%d_repeat%d".formatted(levels, length, repeat) : sampler;
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor stored = Fixtures.tensor(file, name);
            float[] expected = Tensors.toFloats(stored.to(ScalarType.Float)); // whole numbers below 2²⁴ are exact
            int[] itinerary = new TimeTravel(length, repeat, visits).itinerary(levels);
            assertThat(itinerary).hasSize(expected.length);
            for (int k = 0; k < itinerary.length; k++) {
                assertThat(itinerary[k]).as("visit %d", k).isEqualTo((int) expected[k]);
            }
        }
    }
}
