package zvrd.media;

import java.io.IOException;
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

    private Ffprobe() {}

    /**
     * Runs ffprobe with {@code arguments} on {@code subject}.
     *
     * @throws UserError with exit code 3, naming {@code subject}, if ffprobe cannot make sense of it
     */
    static JsonNode ask(List<String> arguments, String subject) {
        List<String> all = new ArrayList<>(List.of("-v", "error", "-of", "json"));
        all.addAll(arguments);
        try (Child child = new Child(FfmpegBinary.get().command("ffprobe", all), line -> false)) {
            child.input().close();
            byte[] answer = child.output().readAllBytes();
            if (child.await() != 0) {
                throw unreadable(subject, child.lastWords(), null);
            }
            return JSON.readTree(answer);
        } catch (IOException | JacksonException cause) {
            throw unreadable(subject, String.valueOf(cause.getMessage()), cause);
        }
    }

    private static UserError unreadable(String subject, String why, @Nullable Throwable cause) {
        return new UserError(
                ExitCode.INPUT,
                subject + ": not a video FFmpeg can read (" + why + ")",
                "check the file with a player, or name another one",
                cause);
    }
}
