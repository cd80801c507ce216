package zvrd.restore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that runs a {@link SmallJob} with the launcher's settings and tells the most memory the system saw it hold. */
final class MeasuredRun {
    private static final String PEAK = "VmHWM:";

    private MeasuredRun() {}

    /** @param args folder, and --max-memory in bytes */
    public static void main(String[] args) throws Exception {
        SmallJob job = job(Path.of(args[0]), Long.parseLong(args[1]));
        VideoRestorer.run(job.request("out.mkv"), StepListener.none());
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(PEAK)) {
                System.out.println(
                        line.substring(PEAK.length()).replace("kB", "").strip());
            }
        }
    }

    /** The job on the clip in {@code folder}. */
    static SmallJob job(Path folder, long maxMemory) {
        return SmallJob.of(folder, "ddnm").resources(2, maxMemory);
    }

    /** The bytes that restoring the clip in {@code folder} took at most. */
    static long peak(Path folder, long maxMemory) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-cp",
                System.getProperty("java.class.path"),
                MeasuredRun.class.getName(),
                folder.toString(),
                Long.toString(maxMemory));
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.redirectError(Redirect.INHERIT).start();
        List<String> lines;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = out.lines().toList();
        }
        if (process.waitFor() != 0 || lines.size() != 1) {
            throw new IllegalStateException("ended with " + process.exitValue() + ": " + lines);
        }
        return Long.parseLong(lines.get(0)) << 10;
    }
}
