package zvrd.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The page: what a browser draws, with style, script and data inside, so that it opens from disk and asks nobody. */
final class Page {
    /** What a page of this program has in its head. */
    static final String GENERATOR = "<meta name=\"generator\" content=\"zvrd\">";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Page() {}

    /** The whole HTML of {@code data}, which the script reads. */
    static String html(String title, Map<String, Object> data) {
        return resource("page.html")
                .replace("@generator@", GENERATOR)
                .replace(
                        "@title@",
                        title.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;"))
                .replace("@style@", resource("page.css"))
                .replace("@script@", resource("stage.js") + resource("page.js"))
                .replace("@data@", JSON.writeValueAsString(data).replace("<", "\\u003c")); // no tag may end it
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(name + ": could not be read from the program's own jar", cause);
        }
    }
}
