package zvrd.app.machine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** The same network in a Python process with PyTorch, which times one evaluation at a time when asked. */
public final class PythonTwin implements AutoCloseable {
    private static final String SCRIPT = "unet_bench.py";

    /** What our launcher sets for ourselves; PyTorch runs as its users run it. */
    private static final Set<String> OURS = Set.of(
            "OMP_WAIT_POLICY",
            "MALLOC_ARENA_MAX",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_TOP_PAD_");

    private final String python;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;
    private final Path errors;
    private final String version;

    /**
     * Starts Python and builds the network.
     *
     * @param python the program to run
     * @param folder for the script and for what Python complains of
     * @param options of the network, as JSON
     * @param weights a safetensors file
     */
    public PythonTwin(String python, Path folder, String options, Path weights, int side, int threads) {
        this.python = python;
        try {
            Path script = folder.resolve(SCRIPT);
            try (InputStream resource = PythonTwin.class.getResourceAsStream(SCRIPT)) {
                Files.copy(Objects.requireNonNull(resource, SCRIPT), script);
            }
            this.errors = folder.resolve("python.log");
            var builder = new ProcessBuilder(
                    python,
                    script.toString(),
                    options,
                    weights.toString(),
                    String.valueOf(side),
                    String.valueOf(threads));
            builder.environment().keySet().removeAll(OURS);
            this.process = builder.redirectError(errors.toFile()).start();
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.INPUT,
                    python + ": cannot be started (" + e.getMessage() + ")",
                    "set ZVRD_PYTHON to a Python 3 that has PyTorch",
                    e);
        }
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.version = answer().replace("ready ", "");
    }

    /** The Python that the environment names. */
    public static String python() {
        String chosen = System.getenv("ZVRD_PYTHON");
        return chosen == null || chosen.isBlank() ? "python3" : chosen;
    }

    /** PyTorch's version. */
    public String version() {
        return version;
    }

    /** Seconds of one evaluation in {@code mode}: float32, bfloat16 or bfloat16-compiled. */
    public double secondsPerEvaluation(String mode) {
        ask(mode);
        return Double.parseDouble(answer());
    }

    private void ask(String request) {
        try {
            requests.write(request);
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line != null) {
                return line;
            }
            throw failure(null);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UserError failure(@Nullable IOException cause) {
        String last = "no word from it";
        try {
            List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
            last = lines.isEmpty() ? last : lines.get(lines.size() - 1);
        } catch (IOException e) {
            last = e.toString();
        }
        return new UserError(
                ExitCode.INPUT,
                python + ": the comparison broke off: " + last,
                "set ZVRD_PYTHON to a Python 3 that has PyTorch",
                cause);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
