package zvrd.app.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import zvrd.app.console.ByteSize;
import zvrd.restore.RestoreRequest.Resources;
import zvrd.tensor.ComputeDevice;

/** What the machine may spend; it never changes the picture, but for the kind of device. */
final class ResourceOptions {
    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda[:N]",
            description = "Where the network runs. Default: auto.")
    private String device = "auto";

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work with. Default: all the machine has.")
    private @Nullable Integer threads;

    @Option(names = "--max-memory", paramLabel = "SIZE", description = "Memory to hold at most, such as 8G.")
    private @Nullable ByteSize maxMemory;

    int threads() {
        int all = Runtime.getRuntime().availableProcessors();
        int chosen = threads == null ? all : threads;
        if (chosen < 1 || chosen > 4096) {
            throw new UsageError("--threads expects 1 to 4096, got " + chosen, "leave it out to use all " + all);
        }
        return chosen;
    }

    Resources choice() {
        return new Resources(threads(), maxMemory == null ? 0 : maxMemory.bytes(), ComputeDevice.parse(device));
    }
}
