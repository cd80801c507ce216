package zvrd.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zvrd.Sha256;

/**
 * All that decides a byte of a job's output: option or file, by the name a message calls it, to its value or its SHA-256.
 * Two jobs whose identities are equal have equal outputs.
 */
public record JobIdentity(Map<String, String> parts) {
    private static final int MOST_TOLD = 3;

    public JobIdentity {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Where {@code now} is another job than this: "--seed was 1, is 2" for each part that differs. */
    public List<String> differencesTo(JobIdentity now) {
        Set<String> names = new LinkedHashSet<>(parts.keySet());
        names.addAll(now.parts.keySet());
        var differences = new ArrayList<String>();
        for (String name : names) {
            String before = parts.get(name);
            String after = now.parts.get(name);
            if (before == null ? after != null : !before.equals(after)) {
                differences.add(name + " was " + told(before) + ", is " + told(after));
            }
        }
        return differences;
    }

    /** The first of {@code differences}, as {@link #differencesTo} names them, in one line of a message. */
    public static String told(List<String> differences) {
        int more = differences.size() - MOST_TOLD;
        String first = String.join("; ", differences.subList(0, Math.min(MOST_TOLD, differences.size())));
        return first + (more > 0 ? "; and " + more + " more" : "");
    }

    private static String told(@Nullable String value) {
        return value == null ? "not given" : value.matches("[0-9a-f]{64}") ? value.substring(0, 12) + "…" : value;
    }

    /** 32 bytes that tell this job from every other. */
    byte[] digest() {
        var text = new StringBuilder();
        parts.forEach((name, value) -> text.append(name.length())
                .append(' ')
                .append(name)
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(value)
                .append('\n'));
        return HexFormat.of().parseHex(Sha256.of(text.toString()));
    }
}
