package zvrd.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** Pictures as one input: FFmpeg's concatenation, whose list comes on standard input, so that gaps do not end it. */
final class ImageList {
    private static final Pattern CHANGED = Pattern.compile("Reconfiguring filter graph.* (\\d+)x(\\d+)\\b.*");

    private ImageList() {}

    static List<String> input() {
        List<String> all = new ArrayList<>(List.of("-v", "level+info", "-f", "concat", "-safe", "0"));
        all.addAll(SafeInput.listLimits());
        all.addAll(List.of("-i", "pipe:0"));
        return all;
    }

    /** Hands the list over, if there is one, and closes the child's input. */
    static void feed(@Nullable ImageSequence images, Child child) {
        StringBuilder text = new StringBuilder("ffconcat version 1.0\n");
        for (Path file : images == null ? List.<Path>of() : images.files()) {
            requireOneLine(file);
            text.append("file '")
                    .append(SafeInput.url(file).replace("'", "'\\''"))
                    .append("'\n")
                    .append(SafeInput.listLine())
                    .append("duration 0.04\n");
        }
        try (OutputStream list = child.input()) {
            if (images != null) {
                list.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            return; // FFmpeg ended early; whoever reads its frames learns why
        }
    }

    /** The list has a line for each picture; what stands behind a line break would be taken for another. */
    private static void requireOneLine(Path file) {
        String name = file.toAbsolutePath().toString();
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new UserError(
                    ExitCode.INPUT,
                    file + ": the name of a picture, or of a folder it is in, holds a line break",
                    "rename it");
        }
    }

    /** Whether a line is neither a complaint nor the news that the pictures' size has changed. */
    static boolean isChatter(String line, VideoInfo info) {
        Matcher changed = CHANGED.matcher(line);
        if (changed.find()) {
            int w = Integer.parseInt(changed.group(1));
            int h = Integer.parseInt(changed.group(2));
            return (w == info.width() && h == info.height()) || (w == info.height() && h == info.width());
        }
        return !line.contains("[error]") && !line.contains("[fatal]");
    }

    /** Whether one of the complaints is that the pictures' size has changed. */
    static boolean sizeChanged(List<String> complaints) {
        return complaints.stream().anyMatch(line -> CHANGED.matcher(line).find());
    }
}
