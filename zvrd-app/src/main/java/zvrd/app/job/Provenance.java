package zvrd.app.job;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.app.console.Json;
import zvrd.app.console.ReportFile;
import zvrd.journal.JobIdentity;
import zvrd.journal.Unexplained;
import zvrd.media.SourceHash;
import zvrd.restore.RestoreIdentity;

/**
 * Where an output comes from, in a file beside it: enough to make it again and to know that it was.
 *
 * @param input the clip it was made from
 * @param output its own name when it was made
 * @param outputSha256 of its bytes, or of the names and contents of its pictures
 * @param arguments what to say to {@code zvrd restore} besides input and output
 * @param identity all that decided its bytes
 * @param facts what else is worth knowing: how long it took, with how many threads, what was warned of and checked
 */
public record Provenance(
        String input,
        String output,
        String outputSha256,
        List<String> arguments,
        JobIdentity identity,
        Map<String, Object> facts) {
    private static final String FORMAT = "zvrd provenance 1";
    private static final String UNEXPLAINED = "unexplained";
    private static final JsonMapper WHOLE = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** The file beside {@code output}. */
    public static Path pathOf(Path output) {
        return RestoreIdentity.fileBeside(output);
    }

    /** Writes it to {@code file}, in place of an older one. */
    void write(Path file) {
        var map = new LinkedHashMap<String, Object>();
        map.put("format", FORMAT);
        map.put("input", input);
        map.put("output", output);
        map.put("output_sha256", outputSha256);
        map.put("arguments", arguments);
        map.put("identity", identity.parts());
        map.putAll(facts);
        ReportFile.write(file, Json.text(map));
    }

    /** All of a file but what it tells of each frame, which grows with the clip and is not held. */
    @JsonIgnoreProperties(UNEXPLAINED)
    private static final class Told {
        @JsonAnySetter
        private final Map<String, JsonNode> parts = new LinkedHashMap<>();
    }

    /** What it tells of each frame. */
    private record Frames(
            @JsonSetter(contentNulls = Nulls.FAIL) List<Unexplained> unexplained) {}

    /**
     * Reads what {@link #write} wrote, but for what it tells of each frame; facts come as JSON knows them.
     *
     * @throws UserError exit 3 where it cannot be read or is something else
     */
    public static Provenance read(Path file) {
        try {
            JsonNode root = JsonMapper.shared().createObjectNode().setAll(read(file, Told.class).parts);
            if (!FORMAT.equals(root.path("format").asString(""))) {
                throw unusable(file, "expected \"format\": \"" + FORMAT + "\", found " + root.path("format"), null);
            }
            var arguments = new ArrayList<String>();
            root.required("arguments").forEach(word -> arguments.add(word.asString()));
            var identity = new LinkedHashMap<String, String>();
            root.required("identity")
                    .properties()
                    .forEach(part -> identity.put(part.getKey(), part.getValue().asString()));
            return new Provenance(
                    root.required("input").asString(),
                    root.required("output").asString(),
                    root.required("output_sha256").asString(),
                    arguments,
                    new JobIdentity(identity),
                    facts(root));
        } catch (NoSuchFileException missing) {
            throw unusable(file, "there is no such file", missing);
        } catch (IOException cause) {
            throw unusable(file, "cannot be read: " + cause.getMessage(), cause);
        } catch (JacksonException broken) {
            throw unusable(file, "is damaged or cut short", broken);
        }
    }

    /** What each frame left of its measurement before it was written; empty where {@code file} does not tell, or as another version does. */
    public static List<Unexplained> unexplained(Path file) {
        try {
            return read(file, Frames.class).unexplained();
        } catch (IOException | JacksonException other) {
            return List.of();
        }
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            T read = WHOLE.readValue(text, type);
            if (read == null) {
                throw new IOException("it holds nothing");
            }
            return read;
        }
    }

    private static Map<String, Object> facts(JsonNode root) {
        Map<String, Object> all = JsonMapper.shared().convertValue(root, new TypeReference<Map<String, Object>>() {});
        all.keySet().removeAll(List.of("format", "input", "output", "output_sha256", "arguments", "identity"));
        return all;
    }

    /** In words, where {@code input} or {@code restored} is another clip than this tells of. */
    public List<String> doubts(Path input, Path restored) {
        var doubts = new ArrayList<String>();
        String beside = pathOf(restored).getFileName().toString();
        if (!SourceHash.of(input).equals(identity.parts().get(RestoreIdentity.INPUT))) {
            doubts.add(restored + ": was made from another clip than " + input + ", says " + beside);
        }
        if (!SourceHash.of(restored).equals(outputSha256)) {
            doubts.add(restored + ": was changed after it was made, says " + beside);
        }
        return doubts;
    }

    /** A number that the run's summary tells; NaN where it tells none. */
    public double summarized(String name) {
        return facts.get("summary") instanceof Map<?, ?> summary && summary.get(name) instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    private static UserError unusable(Path file, String what, @Nullable Exception cause) {
        return new UserError(
                ExitCode.INPUT,
                file + ": " + what,
                "it is the file that zvrd restore writes beside its output, OUTPUT" + RestoreIdentity.ENDING,
                cause);
    }
}
