package zvrd.app.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.WholeFile;

/** The folder that a page and its figures are written to, each file whole or not at all, the page last. */
public final class ReportFolder {
    private static final String PAGE = "index.html";
    private static final String FIGURES =
            "{curve-*.svg,sheet.png,sheet.svg,slices.png,slices.svg,heat.png,heat.svg,table.tex}";
    private static final int HEAD = 2000; // bytes of a page, in which it says who made it

    private final Path folder;

    private ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses, before any work is done, a place that exists or where no folder can be made.
     *
     * @param option as the user said it, for messages
     * @param overwrites whether what lies there may be replaced; other files of the folder stay
     */
    public static ReportFolder at(String option, Path folder, boolean overwrites) {
        return at(
                option,
                folder,
                overwrites,
                overwrites ? "name a folder" : "choose another folder, or remove this one; -y replaces a page");
    }

    private static ReportFolder at(String option, Path folder, boolean overwrites, String remedy) {
        if (Files.exists(folder) && !(overwrites && Files.isDirectory(folder))) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    option + " " + folder + (Files.isDirectory(folder) ? ": exists already" : ": is a file"),
                    remedy);
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above == null || !Files.isWritable(Files.exists(folder) ? folder : above)) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    option + " " + folder + ": cannot be made in " + above,
                    "name a folder in one that exists and may be written to");
        }
        return new ReportFolder(folder);
    }

    /** The same, but that an older page of this program is replaced without asking, and an empty folder used. */
    public static ReportFolder renewed(String option, Path folder) {
        return at(
                option,
                folder,
                isPage(folder.resolve(PAGE)) || isEmpty(folder),
                "choose another folder: one that is new, empty, or holds an older page of zvrd");
    }

    private static boolean isPage(Path page) {
        try (InputStream stream = Files.newInputStream(page)) {
            return new String(stream.readNBytes(HEAD), StandardCharsets.UTF_8).contains(Page.GENERATOR);
        } catch (IOException none) {
            return false;
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException none) {
            return false;
        }
    }

    /** Removes the figures of an older page, of which the next one may have fewer. */
    void removeFigures() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> figures = Files.newDirectoryStream(folder, FIGURES)) {
            for (Path figure : figures) {
                Files.delete(figure);
            }
        } catch (IOException cause) {
            throw refused(FIGURES, cause);
        }
    }

    /** Where the page lies. */
    public Path page() {
        return folder.resolve(PAGE);
    }

    /** Writes {@code html} as the page. */
    void write(String html) {
        write(PAGE, html);
    }

    /** Writes {@code text} under {@code name}. */
    void write(String name, String text) {
        try {
            Files.createDirectories(folder);
            WholeFile.write(folder.resolve(name), text);
        } catch (IOException cause) {
            throw refused(name, cause);
        }
    }

    /** Writes {@code image} under {@code name} as PNG. */
    void write(String name, BufferedImage image) {
        try {
            Files.createDirectories(folder);
            WholeFile.write(
                    folder.resolve(name), channel -> ImageIO.write(image, "png", Channels.newOutputStream(channel)));
        } catch (IOException cause) {
            throw refused(name, cause);
        }
    }

    private UserError refused(String name, IOException cause) {
        return new UserError(
                ExitCode.OUTPUT,
                folder.resolve(name) + ": cannot be written (" + cause + ")",
                "check the disk's space",
                cause);
    }
}
