package zvrd.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import zvrd.metrics.Better;

/** The measures of clips as a table: for a page, and for LaTeX. */
final class MeasureTable {
    private static final int ACROSS = 8; // columns of numbers on a page of A4

    private final JsonNode conventions;
    private final List<String> warnings = new ArrayList<>();
    private final MeasureRows rows;

    /** Of {@code measures}, the report of {@code zvrd evaluate --json}. */
    MeasureTable(JsonNode measures) {
        this.conventions = measures.path("conventions");
        measures.path("warnings").forEach(warning -> warnings.add(warning.asString()));
        var clips = new LinkedHashMap<String, Map<String, @Nullable Double>>();
        for (JsonNode clip : measures.path("clips")) {
            var values = new LinkedHashMap<String, @Nullable Double>();
            clip.properties().forEach(entry -> {
                if (entry.getValue().isNumber()) {
                    values.put(entry.getKey(), entry.getValue().asDouble());
                }
            });
            clips.put(clip.path("name").asString(""), values);
        }
        this.rows = MeasureRows.of(clips);
    }

    /** The table as the page's script knows it; {@code beside} is what the clips' rows are to be read beside. */
    record Shown(List<Head> columns, List<Row> rows, List<Row> beside, String remark) {}

    /** A measure, and what exactly it is. */
    record Head(String heading, String convention) {}

    /** A clip. */
    record Row(String name, List<Cell> cells) {}

    /** A value, and whether no clip has a better one. */
    record Cell(String text, boolean best) {}

    /** What the page's script draws. */
    Shown forPage() {
        List<Head> heads = rows.columns().stream()
                .map(column -> new Head(column + Better.of(column).arrow(), convention(column)))
                .toList();
        return new Shown(
                heads,
                forPage(rows.clips(), "–", true),
                forPage(rows.beside(), "", false),
                "An arrow says which way is better. Warping errors are to be read beside the reference's: less is blur.");
    }

    private List<Row> forPage(Map<String, Map<String, @Nullable Double>> some, String absent, boolean judged) {
        var body = new ArrayList<Row>();
        some.forEach((name, values) -> body.add(new Row(
                name,
                rows.columns().stream()
                        .map(column -> new Cell(text(column, values, absent), judged && isBest(column, values)))
                        .toList())));
        return body;
    }

    /** Tables for LaTeX with booktabs, one for as many columns as a page is wide, conventions as comments. */
    String latex() {
        var tex = new StringBuilder("% \\usepackage{booktabs}\n");
        rows.columns()
                .forEach(column -> tex.append("% ")
                        .append(column)
                        .append(": ")
                        .append(convention(column))
                        .append('\n'));
        warnings.forEach(warning -> tex.append("% warning: ").append(warning).append('\n'));
        int tables = Math.max(1, (rows.columns().size() + ACROSS - 1) / ACROSS);
        for (int n = 0; n < tables; n++) {
            latex(
                    tex,
                    rows.columns()
                            .subList(
                                    n * rows.columns().size() / tables,
                                    (n + 1) * rows.columns().size() / tables));
        }
        return tex.toString();
    }

    private void latex(StringBuilder tex, List<String> columns) {
        tex.append("\n\\begin{tabular}{l").append("r".repeat(columns.size())).append("}\n\\toprule\nclip");
        columns.forEach(column -> tex.append(" & ").append(escaped(column)).append(arrow(column)));
        tex.append(" \\\\\n\\midrule\n");
        rows.clips().forEach((name, values) -> {
            tex.append(escaped(name));
            for (String column : columns) {
                String text = text(column, values, "--");
                tex.append(" & ").append(isBest(column, values) ? "\\textbf{" + text + "}" : text);
            }
            tex.append(" \\\\\n");
        });
        String rule = "\\midrule\n";
        for (Map.Entry<String, Map<String, @Nullable Double>> row :
                rows.beside().entrySet()) {
            if (columns.stream().anyMatch(column -> row.getValue().get(column) != null)) {
                tex.append(rule).append(escaped(row.getKey()));
                columns.forEach(column -> tex.append(" & ").append(text(column, row.getValue(), "")));
                tex.append(" \\\\\n");
                rule = "";
            }
        }
        tex.append("\\bottomrule\n\\end{tabular}\n");
    }

    private String convention(String column) {
        return conventions.path(column).asString("");
    }

    private boolean isBest(String column, Map<String, @Nullable Double> values) {
        Double value = values.get(column);
        Better better = Better.of(column);
        return value != null
                && better != Better.NEITHER
                && rows.clips().size() > 1
                && rows.clips().values().stream()
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

    private static String text(String column, Map<String, @Nullable Double> values, String absent) {
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
