package zvrd.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A clip's chapters.
 *
 * @param all in the order of their beginnings
 */
record Chapters(List<Chapter> all) {
    private static final long NEAR = 1_000_000; // nanoseconds; MP4 counts them in milliseconds

    /**
     * One of them.
     *
     * @param start nanoseconds of the clip's clock
     * @param end nanoseconds of the clip's clock
     * @param tags its title and whatever else is said of it
     */
    record Chapter(long start, long end, Map<String, String> tags) {
        /** Empty where it has none: some containers do not know the difference. */
        String title() {
            return tags.getOrDefault("title", "");
        }

        private Chapter named() {
            Map<String, String> more = new LinkedHashMap<>(tags);
            more.putIfAbsent("title", "");
            return new Chapter(start, end, more);
        }
    }

    /** Those of the file at {@code file}, which users call {@code subject}. */
    static Chapters of(Path file, String subject) {
        List<Chapter> all = new ArrayList<>();
        for (JsonNode chapter :
                Ffprobe.look(file, List.of("-show_chapters"), subject).path("chapters")) {
            Rational base = Rational.parse(chapter.path("time_base").asString(""), MatroskaFrames.NANOSECOND);
            Map<String, String> tags = new LinkedHashMap<>();
            chapter.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
            all.add(new Chapter(
                    base.rescale(chapter.path("start").asLong(0), MatroskaFrames.NANOSECOND),
                    base.rescale(chapter.path("end").asLong(0), MatroskaFrames.NANOSECOND),
                    tags));
        }
        return new Chapters(List.copyOf(all));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Those that are seen in {@code part}, on its clock. */
    Chapters within(Excerpt part) {
        if (part.whole()) {
            return this;
        }
        List<Chapter> seen = new ArrayList<>();
        for (Chapter chapter : all) {
            long from = Math.max(chapter.start, part.shift());
            long to = Math.min(chapter.end, part.end());
            if (from < to) {
                seen.add(new Chapter(from - part.shift(), to - part.shift(), chapter.tags));
            }
        }
        return new Chapters(List.copyOf(seen));
    }

    /** The same for MP4 and QuickTime, where FFmpeg loses a chapter that has no title, be it an empty one. */
    Chapters named() {
        return new Chapters(all.stream().map(Chapter::named).toList());
    }

    /** As a file that FFmpeg reads. */
    String asMetadata() {
        StringBuilder text = new StringBuilder(";FFMETADATA1\n");
        for (Chapter chapter : all) {
            text.append("[CHAPTER]\nTIMEBASE=1/1000000000\nSTART=")
                    .append(chapter.start)
                    .append("\nEND=")
                    .append(chapter.end)
                    .append('\n');
            chapter.tags.forEach((name, value) -> text.append(escaped(name))
                    .append('=')
                    .append(escaped(value))
                    .append('\n'));
        }
        return text.toString();
    }

    /** Whether {@code written} are the same, seen from afar: not every container knows ends and tags. */
    boolean areIn(Chapters written) {
        if (written.all.size() != all.size()) {
            return false;
        }
        for (int i = 0; i < all.size(); i++) {
            boolean late = Math.abs(all.get(i).start - written.all.get(i).start) > NEAR;
            if (late || !all.get(i).title().equals(written.all.get(i).title())) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        return text.replaceAll("([=;#\\\\\n])", "\\\\$1");
    }
}
