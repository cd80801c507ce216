package zvrd.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import zvrd.ExitCode;
import zvrd.app.console.Json;
import zvrd.app.console.Remarks;
import zvrd.app.machine.PythonTwin;
import zvrd.app.machine.Race;
import zvrd.app.option.UsageError;
import zvrd.restore.EvaluationCost;
import zvrd.restore.Prior;
import zvrd.tensor.Precision;
import zvrd.weights.BuiltinModel;
import zvrd.weights.ModelStore;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;

/** {@code zvrd bench}: how long an evaluation of the network takes here, beside the same network in PyTorch if asked. */
@Command(
        name = "bench",
        sortOptions = false,
        description = "Times an evaluation of the network, side by side with the same network in PyTorch if asked.",
        footer = {"", "Example: ZVRD_PYTHON=venv/bin/python zvrd bench --against python"})
final class BenchCommand implements Callable<Integer> {
    private static final int LARGEST = 8192;

    private final Remarks remarks;

    @Option(
            names = "--against",
            paramLabel = "python",
            description = "Compare with PyTorch, run by ZVRD_PYTHON or python3.")
    private @Nullable Rival against;

    @Option(
            names = "--compiled",
            description = "Let PyTorch compile the network too; takes minutes and a C++ compiler.")
    private boolean compiled;

    @Option(names = "--model", paramLabel = "NAME|FILE", description = "The network. Default: builtin.")
    private String model = BuiltinModel.NAME;

    @Option(names = "--size", paramLabel = "PX", description = "Side of the image. Default: 256.")
    private int size = 256;

    @Option(names = "--rounds", paramLabel = "N", description = "Evaluations of each, taken in turns. Default: 7.")
    private int rounds = 7;

    @Option(names = "--threads", paramLabel = "N", description = "Threads each may use. Default: all the machine has.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "The figures as JSON.")
    private boolean json;

    /** What there is to compare with. */
    enum Rival {
        PYTHON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    BenchCommand(Remarks remarks) {
        this.remarks = remarks;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        refuseNonsense();
        Path folder = Files.createTempDirectory("zvrd-bench");
        try (Prior single = Prior.load(model, Precision.FLOAT32)) {
            requireWholeStrides(single);
            race(single, folder);
        } finally {
            delete(folder);
        }
        return ExitCode.DONE.value();
    }

    private void race(Prior single, Path folder) throws IOException, InterruptedException {
        try (Prior half = Prior.load(model, Precision.BFLOAT16);
                PythonTwin twin = against == null ? null : twin(folder, single)) {
            var race = new Race();
            race.enter("zvrd", "float32", () -> seconds(single));
            race.enter("zvrd", "bfloat16", () -> seconds(half));
            if (twin != null) {
                remarks.say("PyTorch " + twin.version() + " and zvrd in turns, both on " + threads + " threads");
                race.enter("PyTorch", "float32", () -> twin.secondsPerEvaluation("float32"));
                race.enter("PyTorch", "bfloat16", () -> twin.secondsPerEvaluation("bfloat16"));
                if (compiled) {
                    race.enter("PyTorch compiled", "bfloat16", () -> twin.secondsPerEvaluation("bfloat16-compiled"));
                }
            }
            race.run(rounds, remarks::detail);
            tell(race);
        }
    }

    private void refuseNonsense() {
        if (rounds < 1) {
            throw new UsageError("--rounds: 1 or more expected, got " + rounds, "leave it out for 7");
        }
        if (threads < 1) {
            throw new UsageError("--threads: 1 or more expected, got " + threads, "leave it out for all there are");
        }
        if (size < 1 || size > LARGEST) {
            throw new UsageError(
                    "--size: 1 to " + LARGEST + " pixels expected, got " + size, "leave it out for 256 pixels");
        }
    }

    private void requireWholeStrides(Prior prior) {
        int stride = prior.stride();
        if (size % stride != 0) {
            throw new UsageError(
                    "--size: a multiple of " + stride + " expected by " + model + ", got " + size,
                    "say for example --size " + Math.max(stride, size / stride * stride));
        }
    }

    private double seconds(Prior prior) {
        return EvaluationCost.measure(prior, size, threads, 1).seconds();
    }

    private PythonTwin twin(Path folder, Prior prior) {
        Path weights = copyAsSafetensors(model, folder.resolve("weights.safetensors"));
        return new PythonTwin(PythonTwin.python(), folder, prior.config().toJson(), weights, size, threads);
    }

    /** For PyTorch, which cannot open what is inside the program. */
    private static Path copyAsSafetensors(String model, Path target) {
        try (TensorFile file = ModelStore.standard().open(model)) {
            var tensors = new LinkedHashMap<String, TensorData>();
            file.names().forEach(name -> tensors.put(name, file.read(name)));
            SafetensorsWriter.write(target, file.metadata(), tensors);
        }
        return target;
    }

    private void tell(Race race) {
        if (json) {
            remarks.out().println(Json.text(asMap(race)));
            return;
        }
        race.table(model + " " + size + "x" + size).forEach(remarks.out()::println);
        if (against != null) {
            remarks.say("ratio: zvrd's median in the same precision over this one's; below 1 zvrd is faster");
        }
    }

    private Map<String, Object> asMap(Race race) {
        var map = new LinkedHashMap<String, Object>();
        map.put("model", model);
        map.put("size", size);
        map.put("threads", threads);
        map.put("rounds", rounds);
        map.put("results", race.asMaps());
        return map;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = new ArrayList<>(inside.toList());
        }
        files.add(folder);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
