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
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import zvrd.backbone.TimeTravel;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;
import zvrd.weights.TensorFile;

/** The order in which samplers that travel back in time visit their levels. */
@Tag("conformance")
class TimeTravelConformanceTest {
    @TestFactory
    Stream<DynamicTest> everyItineraryOfDdnmIsTheReferences() {
        return Fixtures.files("sampling_time_travel_").flatMap(TimeTravelConformanceTest::tests);
    }

    private static Stream<DynamicTest> tests(Path path) {
        List<DynamicTest> tests = new ArrayList<>();
        int compared = 0;
        try (TensorFile file = Fixtures.open(path)) {
            for (JsonNode entry : Fixtures.json(file, "entries")) {
                String sampler = entry.get(0).stringValue();
                boolean ours = sampler.equals("ddnm");
                compared += ours ? 1 : 0;
                String name = path.getFileName() + " " + sampler + " " + entry.get(1);
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    if (!ours) {
                        throw new TestAbortedException(sampler + " is not among the product's samplers yet");
                    }
                    compare(path, entry.get(1));
                }));
            }
        }
        assertThat(compared).as("itineraries of DDNM in %s", path).isPositive();
        return tests.stream();
    }

    private static void compare(Path path, JsonNode settings) {
        int levels = settings.get("T_sampling").asInt();
        int length = settings.get("travel_length").asInt();
        int repeat = settings.get("travel_repeat").asInt();
        try (TensorFile file = Fixtures.open(path);
                var scope = new TensorScope()) {
            Tensor stored = Fixtures.tensor(file, "ddnm.T%d_length%d_repeat%d".formatted(levels, length, repeat));
            float[] expected = Tensors.toFloats(stored.to(ScalarType.Float)); // whole numbers below 2²⁴ are exact
            int[] itinerary = new TimeTravel(length, repeat).itinerary(levels);
            assertThat(itinerary).hasSize(expected.length);
            for (int k = 0; k < itinerary.length; k++) {
                assertThat(itinerary[k]).as("visit %d", k).isEqualTo((int) expected[k]);
            }
        }
    }
}
