package zvrd.app.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import zvrd.app.console.ByteSize;
import zvrd.tensor.CpuFeatures;
import zvrd.tensor.Precision;

/** What this machine offers: Java, processor, memory, disk, libtorch and cards. */
public final class Machine {
    private Machine() {}

    /** The Java this runs in and its heap; broken below 17. */
    public static Finding java() {
        int feature = Runtime.version().feature();
        String text = Runtime.version() + " (" + System.getProperty("java.vendor") + "), heap "
                + new ByteSize(Runtime.getRuntime().maxMemory());
        return feature >= 17 ? Finding.fine("java", text) : Finding.broken("java", text + "; expected 17 or newer");
    }

    /** The processor: its threads, its vector instructions, and what they compute in. */
    public static Finding processor() {
        return Finding.fine(
                "processor",
                Runtime.getRuntime().availableProcessors() + " threads, "
                        + CpuFeatures.ofThisMachine().signature() + "; --precision auto computes in "
                        + Precision.auto().name().toLowerCase(Locale.ROOT));
    }

    /** The memory in all and what of it is free. */
    public static Finding memory() {
        long total = totalMemory();
        return Finding.fine("memory", new ByteSize(total) + " in all, " + new ByteSize(freeMemory()) + " free");
    }

    /** Bytes of memory this process may use: the machine's, or its container's. */
    static long totalMemory() {
        return system().getTotalMemorySize();
    }

    private static long freeMemory() {
        return system().getFreeMemorySize();
    }

    /** The most bytes of memory this process has held so far; empty where the system does not tell. */
    public static OptionalLong peakMemory() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    /** What is free on the disk that {@code folder} lies on. */
    public static Finding disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return Finding.fine("disk", new ByteSize(store.getUsableSpace()) + " free in " + folder.toAbsolutePath());
        } catch (IOException e) {
            return Finding.absent("disk", folder + ": cannot tell what is free (" + e.getMessage() + ")");
        }
    }

    /** Whether libtorch loads. */
    public static Finding libtorch() {
        try {
            Loader.load(torch.class);
            return Finding.fine("libtorch", Loader.getVersion("org.bytedeco", "pytorch") + " loads");
        } catch (LinkageError | IOException e) {
            return Finding.broken("libtorch", "does not load: " + e.getMessage());
        }
    }

    /** The graphics cards that CUDA can use; absent where there is none. */
    public static Finding card() {
        try {
            return torch.cuda_is_available()
                    ? Finding.fine("graphics card", torch.cuda_device_count() + " usable by CUDA")
                    : Finding.absent("graphics card", "none usable; the CPU does the work");
        } catch (LinkageError e) {
            return Finding.absent("graphics card", "cannot tell without libtorch");
        }
    }
}
