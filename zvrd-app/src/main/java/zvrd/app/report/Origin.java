package zvrd.app.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.restore.RestoreIdentity;

/**
 * What the file beside a restored clip tells of its making; nothing of clips that have no such file.
 *
 * @param window frames that were restored together, 1 where each stood alone or nothing is known
 * @param overlap of them taken over from the window before
 * @param shots whether windows end where shots do
 * @param facts words and numbers for people, such as the seconds it took
 */
record Origin(int window, int overlap, boolean shots, Map<String, String> facts) {
    private static final List<String> PARTS = List.of("--task", "--preset", "--temporal", "--seed");
    private static final List<String> SUMMARY =
            List.of("backbone", "model", "precision", "evaluations", "frames", "seconds");
    private static final Origin UNKNOWN = new Origin(1, 0, true, Map.of());

    /** That of the clip {@code path}. */
    static Origin of(Path path) {
        Path file = RestoreIdentity.fileBeside(path);
        if (!Files.isRegularFile(file)) {
            return UNKNOWN;
        }
        try {
            return of(JsonMapper.shared().readTree(Files.readString(file)));
        } catch (IOException | JacksonException unreadable) {
            return UNKNOWN; // a page says what it knows; restore --from is the one to complain
        }
    }

    /** The first frames of windows other than the first of {@code shots}, in a clip of {@code frames}. */
    List<Integer> borders(List<Integer> shots, int frames) {
        List<Integer> borders = new ArrayList<>();
        if (window < 2) {
            return borders;
        }
        List<Integer> begins = new ArrayList<>(List.of(0));
        begins.addAll(this.shots ? shots : List.of());
        for (int i = 0; i < begins.size(); i++) {
            int end = i + 1 < begins.size() ? begins.get(i + 1) : frames;
            for (int at = begins.get(i) + window; at < end; at += window - overlap) {
                borders.add(at);
            }
        }
        return borders;
    }

    private static Origin of(JsonNode root) {
        JsonNode identity = root.path("identity");
        var facts = new LinkedHashMap<String, String>();
        PARTS.forEach(part -> put(facts, part.substring(2), identity.path(part)));
        SUMMARY.forEach(part -> put(facts, part, root.path("summary").path(part)));
        put(facts, "threads", root.path("threads"));
        long peak = root.path("peak_memory_bytes").asLong(0);
        if (peak > 0) {
            facts.put("GB of memory at most", Figures.rounded(peak / 1e9));
        }
        double seconds = root.path("summary").path("seconds").asDouble(0);
        int frames = root.path("summary").path("frames").asInt(0);
        if (seconds > 0 && frames > 0) {
            facts.put("seconds a frame", Figures.rounded(seconds / frames));
        }
        boolean coupled = !List.of("none", "early-stop")
                .contains(identity.path("--temporal").asString("none"));
        return new Origin(
                coupled ? identity.path("--window").asInt(1) : 1,
                identity.path("--window-overlap").asInt(0),
                !identity.path("--shots").asString("auto").equals("none"),
                facts);
    }

    private static void put(Map<String, String> facts, String name, JsonNode value) {
        if (value.isNumber()) {
            facts.put(name, Figures.rounded(value.asDouble()));
        } else if (value.isString()) {
            facts.put(name, value.asString());
        }
    }
}
