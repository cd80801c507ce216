package zvrd.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.DType;
import zvrd.weights.SafetensorsFile;
import zvrd.weights.SafetensorsWriter;
import zvrd.weights.StateDict;
import zvrd.weights.TensorData;
import zvrd.weights.TensorFile;

/** The unconditional 256 × 256 ADM network with random weights, from a float32 file of 2.2 GB. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class AdmMemoryTest {
    private static final UNetConfig CONFIG = UNetConfig.fromJson("{}");
    private static final long PARAMETERS = 552_814_086;
    /** Outputs of the 18 encoder blocks at 256 × 256. */
    private static final long SKIPS = 70_418_432;

    @TempDir
    static Path folder;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void itRunsWithin1Point3TimesItsWeightsAndTheSkips(Precision precision) throws Exception {
        Path report = folder.resolve(precision + ".txt");
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=12g",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AdmMemoryTest.class.getName(),
                        randomWeights().toString(),
                        precision.toString()))
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        int exit = child.waitFor();
        String lines = Files.readString(report);
        assertThat(exit).as(lines).isZero();
        System.out.print(lines);
    }

    /** The measurement, in a process of its own so that no other test's memory is counted: file, precision. */
    public static void main(String[] arguments) throws IOException {
        var precision = Precision.valueOf(arguments[1]);
        KernelThreads.single();
        TensorScope.run(() -> torch.conv2d(torch.randn(1, 64, 64, 64), torch.randn(64, 64, 3, 3))); // libraries loaded
        long before = memory("VmRSS");
        try (var scope = new TensorScope();
                TensorFile weights = SafetensorsFile.open(Path.of(arguments[0]));
                UNet network = new UNet(CONFIG, StateDict.of(weights), precision)) {
            long held = network.parameters().values().stream()
                    .mapToLong(tensor -> tensor.numel() * tensor.element_size())
                    .sum();
            long allowed = (long) (1.3 * held) + SKIPS * (precision == Precision.BFLOAT16 ? 2 : 4);
            long loaded = memory("VmHWM") - before;
            long start = System.nanoTime();
            Tensor out = network.forward(torch.randn(1, 3, 256, 256), new double[] {500}, Attention.plain());
            double seconds = (System.nanoTime() - start) / 1e9;
            long peak = memory("VmHWM") - before;
            System.out.printf(
                    "ADM 256² %s: %.2f GB of weights, peak while loading %.2f GB, with a forward pass %.2f GB of %.2f"
                            + " allowed, beside %.2f GB before; %.1f s on one thread%n",
                    precision, held / 1e9, loaded / 1e9, peak / 1e9, allowed / 1e9, before / 1e9, seconds);
            boolean finite = torch.isfinite(out).all().item_bool();
            if (!finite || peak > allowed) {
                throw new IllegalStateException(finite ? "too much memory" : "the output is not finite");
            }
        }
    }

    private static Path randomWeights() {
        Path file = folder.resolve("adm.safetensors");
        if (Files.exists(file)) {
            return file;
        }
        Map<String, long[]> shapes = UNet.parameterShapes(CONFIG);
        ByteBuffer noise = noise(
                shapes.values().stream().mapToInt(AdmMemoryTest::elements).max().orElseThrow());
        var tensors = new LinkedHashMap<String, TensorData>();
        shapes.forEach((name, shape) ->
                tensors.put(name, new TensorData(DType.F32, shape, noise.slice(0, 4 * elements(shape)))));
        assertThat(shapes.values().stream().mapToLong(AdmMemoryTest::elements).sum())
                .isEqualTo(PARAMETERS);
        SafetensorsWriter.write(file, Map.of(), tensors);
        return file;
    }

    private static ByteBuffer noise(int elements) {
        ByteBuffer noise = ByteBuffer.allocateDirect(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        var random = new SplittableRandom(11);
        while (noise.hasRemaining()) {
            noise.putFloat((float) (0.02 * (2 * random.nextDouble() - 1)));
        }
        return noise.flip();
    }

    private static int elements(long[] shape) {
        return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Bytes after {@code key} in Linux's account of this process. */
    private static long memory(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
