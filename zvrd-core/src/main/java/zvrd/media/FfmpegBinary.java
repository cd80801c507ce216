package zvrd.media;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** The FFmpeg executables inside the bytedeco jar, unpacked once into JavaCPP's cache and run as child processes. */
public final class FfmpegBinary {
    private static final String DEVICE_LIBRARY = "libavdevice.so.";

    private static @Nullable FfmpegBinary unpacked;

    private final Path folder;
    private final String libraryPath;

    private FfmpegBinary(Path folder, String libraryPath) {
        this.folder = folder;
        this.libraryPath = libraryPath;
    }

    /**
     * The executables, unpacked by the first call.
     *
     * @throws UserError with exit code 5 if they cannot be unpacked
     */
    static synchronized FfmpegBinary get() {
        FfmpegBinary binary = unpacked;
        if (binary == null) {
            binary = unpack();
            unpacked = binary;
        }
        return binary;
    }

    /**
     * The bundled FFmpeg's version, such as {@code 8.0.1}, after running it.
     *
     * @throws UserError with exit code 1 if it does not run on this machine, 5 if it cannot be unpacked
     */
    public static String version() {
        try (Child child = new Child(get().command("ffmpeg", List.of("-hide_banner", "-version")), line -> false)) {
            child.input().close();
            String text = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
            if (child.await() != 0 || !text.startsWith("ffmpeg version ")) {
                throw doesNotRun(child.lastWords(), null);
            }
            return text.split(" ", 4)[2];
        } catch (IOException cause) {
            throw doesNotRun(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** A process, not yet started, of {@code tool} ({@code ffmpeg} or {@code ffprobe}) with these arguments. */
    ProcessBuilder command(String tool, List<String> arguments) {
        String suffix = Loader.getPlatform().startsWith("windows") ? ".exe" : "";
        ProcessBuilder builder =
                new ProcessBuilder(folder.resolve(tool + suffix).toString());
        builder.command().addAll(arguments);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AV_LOG_") || name.equals("FFREPORT"));
        environment.put("SVT_LOG", "1"); // errors only
        if (!libraryPath.isEmpty()) {
            environment.put("LD_LIBRARY_PATH", libraryPath);
            environment.remove("LD_BIND_NOW"); // the device functions are never there to be bound
        }
        return builder;
    }

    private static FfmpegBinary unpack() {
        try {
            Class<?> owner = org.bytedeco.ffmpeg.ffmpeg.class;
            String platform = Loader.getPlatform();
            Loader.cacheResources(owner, platform + "/"); // Loader.load would bring its libraries into this process
            File[] unpacked =
                    Loader.cacheResources(owner, platform + "/ffmpeg" + (platform.startsWith("windows") ? ".exe" : ""));
            if (unpacked.length == 0) {
                throw new IOException("no FFmpeg for " + platform + " on the class path");
            }
            Path folder = unpacked[0].toPath().toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("JavaCPP's cache names no folder: " + unpacked[0]);
            }
            makeExecutable(folder);
            return new FfmpegBinary(folder, platform.startsWith("linux") ? headless(folder) + ":" + folder : "");
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    "FFmpeg inside the program could not be unpacked: " + cause.getMessage(),
                    "make ~/.javacpp/cache writable with room for it, or name another folder by"
                            + " ZVRD_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR",
                    cause);
        }
    }

    private static void makeExecutable(Path folder) throws IOException {
        for (String tool : List.of("ffmpeg", "ffprobe", "ffmpeg.exe", "ffprobe.exe")) {
            File file = folder.resolve(tool).toFile();
            if (file.exists() && !file.canExecute() && !file.setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
    }

    /** A folder with the device library that needs no devices, found before the bundled one. */
    private static Path headless(Path folder) throws IOException {
        Path ours = Files.createDirectories(folder.resolve("headless"));
        try (var libraries = Files.newDirectoryStream(folder, DEVICE_LIBRARY + "*")) {
            for (Path library : libraries) {
                byte[] rewritten = HeadlessLibrary.of(Files.readAllBytes(library));
                Path target = ours.resolve(library.getFileName());
                if (!Files.exists(target) || !Arrays.equals(Files.readAllBytes(target), rewritten)) {
                    Path part = Files.createTempFile(ours, "device", ".part");
                    Files.write(part, rewritten);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return ours;
    }

    private static UserError doesNotRun(String why, @Nullable Throwable cause) {
        return new UserError(
                ExitCode.INTERNAL,
                "FFmpeg inside the program does not run on this machine: " + why,
                "run zvrd doctor, and install the system libraries it names",
                cause);
    }
}
