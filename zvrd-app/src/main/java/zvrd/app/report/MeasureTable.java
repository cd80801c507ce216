package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import zvrd.metrics.Better;

/** The measures of clips as a table: for a page, and for LaTeX. */
final class MeasureTable {
    private final JsonNode conventions;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> columns;
    private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();

    /** Of {@code measures}, the report of {@code zvrd evaluate --json}. */
    MeasureTable(JsonNode measures) {
        this.conventions = measures.path("conventions");
        measures.path("warnings").forEach(warning -> warnings.add(warning.asString()));
        var measured = new LinkedHashSet<String>();
        List<ShownClip> clips = measures.path("clips").values().stream()
                .map(clip -> ShownClip.whole(clip.path("name").asString("")))
                .toList();
        for (JsonNode clip : measures.path("clips")) {
            var values = new LinkedHashMap<String, Double>();
            clip.properties().forEach(entry -> {
                if (entry.getValue().isNumber()) {
                    values.put(entry.getKey(), entry.getValue().asDouble());
                }
            });
            measured.addAll(values.keySet());
            rows.put(clips.get(rows.size()).label(clips), values);
        }
        this.columns = List.copyOf(measured);
    }

    /** The table as the page's script knows it. */
    record Shown(List<Head> columns, List<Row> rows, String remark) {}

    /** A measure, and what exactly it is. */
    record Head(String heading, String convention) {}

    /** A clip. */
    record Row(String name, List<Cell> cells) {}

    /** A value, and whether no clip has a better one. */
    record Cell(String text, boolean best) {}

    /** What the page's script draws. */
    Shown forPage() {
        List<Head> heads = columns.stream()
                .map(column -> new Head(column + Better.of(column).arrow(), convention(column)))
                .toList();
        var body = new ArrayList<Row>();
        rows.forEach((name, values) -> body.add(new Row(
                name,
                columns.stream()
                        .map(column -> new Cell(text(column, values, "–"), isBest(column, values)))
                        .toList())));
        return new Shown(
                heads,
                body,
                "An arrow says which way is better. Warping errors are to be read beside the reference's: less is blur.");
    }

    /** A table for LaTeX with booktabs, its conventions as comments. */
    String latex() {
        var tex = new StringBuilder("% \\usepackage{booktabs}\n");
        columns.forEach(column -> tex.append("% ")
                .append(column)
                .append(": ")
                .append(convention(column))
                .append('\n'));
        warnings.forEach(warning -> tex.append("% warning: ").append(warning).append('\n'));
        tex.append("\\begin{tabular}{l").append("r".repeat(columns.size())).append("}\n\\toprule\nclip");
        columns.forEach(column -> tex.append(" & ").append(escaped(column)).append(arrow(column)));
        tex.append(" \\\\\n\\midrule\n");
        rows.forEach((name, values) -> {
            tex.append(escaped(name));
            for (String column : columns) {
                String text = text(column, values, "--");
                tex.append(" & ").append(isBest(column, values) ? "\\textbf{" + text + "}" : text);
            }
            tex.append(" \\\\\n");
        });
        return tex.append("\\bottomrule\n\\end{tabular}\n").toString();
    }

    private String convention(String column) {
        return conventions.path(column).asString("");
    }

    private boolean isBest(String column, Map<String, Double> values) {
        Double value = values.get(column);
        Better better = Better.of(column);
        return value != null
                && better != Better.NEITHER
                && rows.size() > 1
                && rows.values().stream()
                        .map(row -> row.get(column))
                        .allMatch(other -> other == null || (better == Better.MORE ? value >= other : value <= other));
    }

    private static String arrow(String column) {
        return switch (Better.of(column)) {
            case MORE -> " $\\uparrow$";
            case LESS -> " $\\downarrow$";
            case NEITHER -> "";
        };
    }

    private static String text(String column, Map<String, Double> values, String absent) {
        Double value = values.get(column);
        return value == null ? absent : Figures.fixed(value, column.startsWith("psnr") ? 2 : 4);
    }

    private static String escaped(String text) {
        return text.codePoints()
                .mapToObj(c -> switch (c) {
                    case '\\' -> "\\textbackslash{}";
                    case '~' -> "\\textasciitilde{}";
                    case '^' -> "\\textasciicircum{}";
                    case '&', '%', '$', '#', '_', '{', '}' -> "\\" + Character.toString(c);
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
