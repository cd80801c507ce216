package zvrd.app.report;

import java.nio.file.Path;
import java.util.List;
import zvrd.media.ReadOptions;

/**
 * A clip of a page.
 *
 * @param name as the user named it
 * @param part which part of it is shown
 */
public record ShownClip(String name, ReadOptions part) {
    /** The whole clip, of whatever range: its numbers are shown as they are. */
    public static ShownClip whole(String name) {
        return new ShownClip(name, ReadOptions.ALL.ofAnyRange());
    }

    /** Where it lies. */
    Path path() {
        return Path.of(name);
    }

    /** Its file's name alone, or all of its path where another of {@code clips} has the same. */
    String label(List<ShownClip> clips) {
        String last = last();
        return clips.stream().filter(clip -> clip.last().equals(last)).count() > 1 ? name : last;
    }

    private String last() {
        return String.valueOf(path().toAbsolutePath().normalize().getFileName());
    }
}
