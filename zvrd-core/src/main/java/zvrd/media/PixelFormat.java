package zvrd.media;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * How pixels are stored, as FFmpeg's own table of formats says.
 *
 * @param name FFmpeg's name
 * @param family how colours are coded
 * @param bitDepth bits a sample, at most 16
 * @param blockWidth pixels along a row that share a chroma sample
 * @param blockHeight rows that share one
 */
record PixelFormat(String name, Family family, int bitDepth, int blockWidth, int blockHeight) {
    enum Family {
        RGB,
        GRAY,
        YUV
    }

    private static final class Table {
        static final Map<String, PixelFormat> FORMATS = load();
    }

    /** Finds the format FFmpeg calls {@code name} in the clip at {@code clip}. */
    static PixelFormat of(String name, String clip) {
        PixelFormat format = Table.FORMATS.get(name);
        if (format == null) {
            throw new UserError(
                    ExitCode.INPUT,
                    clip + ": its pixels are stored as \"" + name + "\", which cannot be turned into RGB",
                    "convert the clip first, for example to FFV1 in Matroska");
        }
        return format;
    }

    private static Map<String, PixelFormat> load() {
        JsonNode all = Ffprobe.ask(List.of("-show_pixel_formats"), "the table of pixel formats");
        Map<String, PixelFormat> formats = new HashMap<>();
        for (JsonNode entry : all.path("pixel_formats")) {
            PixelFormat format = read(entry);
            if (entry.path("flags").path("hwaccel").asInt(0) == 0) {
                formats.put(format.name, format);
            }
        }
        return Map.copyOf(formats);
    }

    private static PixelFormat read(JsonNode entry) {
        int depth = 8;
        for (JsonNode component : entry.path("components")) {
            depth = Math.max(depth, component.path("bit_depth").asInt(8));
        }
        JsonNode flags = entry.path("flags");
        boolean rgb = flags.path("rgb").asInt(0) == 1 || flags.path("palette").asInt(0) == 1;
        boolean gray = entry.path("nb_components").asInt(3) <= 2;
        return new PixelFormat(
                entry.path("name").asString(),
                rgb ? Family.RGB : gray ? Family.GRAY : Family.YUV,
                Math.min(depth, 16),
                1 << entry.path("log2_chroma_w").asInt(0),
                1 << entry.path("log2_chroma_h").asInt(0));
    }
}
