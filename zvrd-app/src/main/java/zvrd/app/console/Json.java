package zvrd.app.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Data on standard output, and progress for programs. */
public final class Json {
    private static final JsonMapper ONE_LINE = JsonMapper.builder().build();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** {@code value} on one line. */
    static String line(Object value) {
        return ONE_LINE.writeValueAsString(value);
    }

    /** {@code value} indented. */
    public static String text(Object value) {
        return INDENTED.writeValueAsString(value);
    }

    /** To three decimals; null for what is no number. */
    public static @Nullable Double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 1000) / 1000.0 : null;
    }
}
