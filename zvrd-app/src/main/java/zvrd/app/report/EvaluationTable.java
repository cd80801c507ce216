package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zvrd.metrics.Better;

/** A table of measures for people, in blocks of columns that fit on a screen, and below it what the numbers are. */
final class EvaluationTable {
    private static final int WIDTH = 100;
    private static final int LONGEST_NAME = 40;

    private EvaluationTable() {}

    /**
     * The lines.
     *
     * @param measured the rows
     * @param differences between clips, in sentences
     * @param conventions what the columns are, by their names, and what else is to be known
     */
    static List<String> lines(MeasureRows measured, List<String> differences, Map<String, Object> conventions) {
        List<String> columns = measured.columns();
        Map<String, Map<String, @Nullable Double>> rows = measured.all();
        List<String> lines = new ArrayList<>();
        int names = rows.keySet().stream()
                .mapToInt(name -> shortened(name).length())
                .max()
                .orElse(0);
        String first = "%-" + Math.max(names, 4) + "s";
        for (List<String> block : blocks(columns, WIDTH - Math.max(names, 4))) {
            lines.add(String.format(first, "clip")
                    + block.stream().map(EvaluationTable::heading).collect(Collectors.joining()));
            rows.forEach((name, values) -> {
                if (block.stream().anyMatch(column -> values.get(column) != null)) {
                    lines.add(String.format(first, shortened(name)) + row(block, values));
                }
            });
            lines.add("");
        }
        differences.forEach(difference -> lines.addAll(wrapped("difference", difference)));
        if (!differences.isEmpty()) {
            lines.addAll(wrapped("", "(" + Change.INTERVALS + ")"));
            lines.add("");
        }
        conventions.forEach((name, text) -> {
            if (text instanceof String line
                    && (columns.contains(name)
                            || List.of("frames", "flow", "mask").contains(name))) {
                lines.addAll(wrapped(name, line));
            } else if (text instanceof Map<?, ?> missing && !missing.isEmpty()) {
                lines.addAll(wrapped("missing", told(missing)));
            }
        });
        return lines;
    }

    /** Names by what they are missing for. */
    private static String told(Map<?, ?> missing) {
        Map<String, String> byReason = new LinkedHashMap<>();
        missing.forEach((name, why) -> byReason.merge(why.toString(), name.toString(), (all, one) -> all + ", " + one));
        return byReason.entrySet().stream()
                .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
                .collect(Collectors.joining("; "));
    }

    /** The end of a long name, which is what differs. */
    static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }

    private static List<List<String>> blocks(List<String> columns, int room) {
        List<List<String>> blocks = new ArrayList<>();
        int left = 0;
        for (String column : columns) {
            int needed = heading(column).length();
            if (blocks.isEmpty() || needed > left) {
                blocks.add(new ArrayList<>());
                left = room;
            }
            blocks.get(blocks.size() - 1).add(column);
            left -= needed;
        }
        return blocks;
    }

    private static String heading(String column) {
        return String.format(
                "  %" + columnWidth(column) + "s", column + Better.of(column).arrow());
    }

    private static int columnWidth(String column) {
        return Math.max(6, (column + Better.of(column).arrow()).length());
    }

    private static String row(List<String> columns, Map<String, @Nullable Double> values) {
        var row = new StringBuilder();
        for (String column : columns) {
            Double value = values.get(column);
            int decimals = column.startsWith("psnr") ? 2 : 4;
            String told = value == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
            row.append(String.format("  %" + columnWidth(column) + "s", told));
        }
        return row.toString();
    }

    private static List<String> wrapped(String name, String text) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(20);
        var line = new StringBuilder(String.format("%-19s", name));
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent.substring(1));
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
