package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.ExitCode;
import zvrd.UserError;

/** Questions to ffprobe, answered as JSON. */
final class Ffprobe {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(25); // a look takes a tenth of a second

    private Ffprobe() {}

    /**
     * Looks into {@code file}, which users call {@code subject}.
     *
     * @throws UserError with exit code 3, naming {@code subject}, if ffprobe cannot make sense of it
     */
    static JsonNode look(Path file, List<String> questions, String subject) {
        List<String> all = new ArrayList<>(questions);
        all.addAll(SafeInput.limits());
        all.add(SafeInput.url(file));
        return ask(all, subject);
    }

    /**
     * Runs ffprobe with {@code arguments} on {@code subject}.
     *
     * @throws UserError with exit code 3, naming {@code subject}, if ffprobe cannot make sense of it
     */
    static JsonNode ask(List<String> arguments, String subject) {
        List<String> all = new ArrayList<>(List.of("-v", "error", "-of", "json"));
        all.addAll(arguments);
        try (Child child = new Child(FfmpegBinary.get().command("ffprobe", all), line -> false).within(PATIENCE)) {
            child.input().close();
            byte[] answer = child.output().readAllBytes();
            if (child.await() != 0) {
                throw unreadable(subject, reason(child), null);
            }
            return JSON.readTree(answer);
        } catch (IOException | JacksonException cause) {
            throw unreadable(subject, String.valueOf(cause.getMessage()), cause);
        }
    }

    private static String reason(Child child) {
        if (child.late()) {
            return "looking into it took more than " + PATIENCE.toSeconds() + " s";
        }
        boolean foreign = child.complaints().stream().anyMatch(line -> line.contains(SafeInput.FOREIGN));
        return foreign ? "a playlist, a text or another kind of file that holds no pictures" : child.lastWords();
    }

    private static UserError unreadable(String subject, String why, @Nullable Throwable cause) {
        return new UserError(
                ExitCode.INPUT,
                subject + ": not a video FFmpeg can read (" + why + ")",
                "check the file with a player, or name another one",
                cause);
    }
}
