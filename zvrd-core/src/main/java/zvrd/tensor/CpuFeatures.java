package zvrd.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The instruction sets of a processor, by the names Linux gives them. */
public record CpuFeatures(Set<String> flags) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    public CpuFeatures {
        flags = Set.copyOf(flags);
    }

    /** Of the machine this runs on; empty where the system does not tell. */
    public static CpuFeatures ofThisMachine() {
        if (!Files.isReadable(CPUINFO)) {
            return new CpuFeatures(Set.of());
        }
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return parse(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the first {@code flags} line of Linux's /proc/cpuinfo. */
    static CpuFeatures parse(Stream<String> cpuinfo) {
        return cpuinfo.filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> new CpuFeatures(
                        Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+"))))
                .orElseGet(() -> new CpuFeatures(Set.of()));
    }

    /** Whether bfloat16 products run in hardware. */
    public boolean bfloat16() {
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }

    /** The sets that decide what kernels run, part of what "the same bytes" is promised for. */
    public String signature() {
        var deciding = new TreeSet<>(flags);
        deciding.retainAll(Set.of("avx2", "fma", "avx512f", "avx512_bf16", "avx512_fp16", "avx512_vnni", "amx_bf16"));
        return deciding.isEmpty() ? System.getProperty("os.arch") : String.join("+", deciding);
    }
}
