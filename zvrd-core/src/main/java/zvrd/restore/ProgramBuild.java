package zvrd.restore;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import zvrd.Sha256;

/** What tells this build of the program from every other, whatever its version says. */
final class ProgramBuild {
    private static final String CLASS = ".class";

    private ProgramBuild() {}

    /** Looked at when it is first asked for. */
    private static final class Running {
        static final String SHA256 = ofRunning();
    }

    /** The SHA-256 of the running program's classes, or {@code unknown} where they lie in no file or folder. */
    static String sha256() {
        return Running.SHA256;
    }

    private static String ofRunning() {
        CodeSource source = ProgramBuild.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? "unknown" : of(Path.of(source.getLocation().toURI()));
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException elsewhere) {
            org.slf4j.LoggerFactory.getLogger(ProgramBuild.class).debug("no classes at {}", source, elsewhere);
            return "unknown";
        }
    }

    /** Of the names and checksums of the classes in a jar, or in a folder they were packed from: the same of both. */
    static String of(Path code) throws IOException {
        SortedMap<String, Long> checksums = Files.isDirectory(code) ? inFolder(code) : inJar(code);
        var text = new StringBuilder();
        checksums.forEach((name, checksum) ->
                text.append(Long.toHexString(checksum)).append(' ').append(name).append('\n'));
        return Sha256.of(text.toString());
    }

    private static SortedMap<String, Long> inJar(Path file) throws IOException {
        var checksums = new TreeMap<String, Long>();
        try (var jar = new JarFile(file.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().endsWith(CLASS)) {
                    checksums.put(entry.getName(), entry.getCrc());
                }
            }
        }
        return checksums;
    }

    private static SortedMap<String, Long> inFolder(Path folder) throws IOException {
        var checksums = new TreeMap<String, Long>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (file.toString().endsWith(CLASS)) {
                    var checksum = new CRC32();
                    checksum.update(Files.readAllBytes(file));
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    checksums.put(name, checksum.getValue());
                }
            }
        }
        return checksums;
    }
}
