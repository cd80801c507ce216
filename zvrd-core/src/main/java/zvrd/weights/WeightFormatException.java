package zvrd.weights;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/** A weight file that is missing, damaged, of another format, unsafe, or not the network's. */
public final class WeightFormatException extends UserError {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 100;

    /** The file {@code path} cannot be used because of {@code what}, a clause that follows its name. */
    public WeightFormatException(Path path, String what) {
        this(path, what, null);
    }

    /** The same, caused by {@code cause}. */
    public WeightFormatException(Path path, String what, @Nullable Throwable cause) {
        super(
                ExitCode.MODEL,
                path + ": " + what,
                "Use a .safetensors or .pt file of a supported network; if it was downloaded, download it again.",
                cause);
    }

    /** Text out of a file, fit for a message: in quotes, one line, and short. */
    public static String quoted(String text) {
        var shown = new StringBuilder("\"");
        int end = Math.min(text.length(), LONGEST_QUOTE);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c == '"' || c >= 0x7f ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return shown.append(end < text.length() ? "…\"" : "\"").toString();
    }
}
