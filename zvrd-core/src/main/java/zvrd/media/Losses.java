package zvrd.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What of a clip does not come into an output though nobody asked for that, in sentences for people. */
public final class Losses {
    private Losses() {}

    /** What is lost of {@code source} on its way to {@code target}; empty where nothing is. */
    public static List<String> of(VideoInfo source, Path target, WriteOptions options) {
        List<String> losses = new ArrayList<>();
        boolean video = VideoFile.accepts(target);
        String muxer = video ? VideoFile.muxer(target) : "";
        String left = CopiedStreams.of(source, muxer, options).leftBehind(options).stream()
                .filter(stream ->
                        video || stream.type().equals("audio") || stream.type().equals("subtitle"))
                .map(CopiedStreams::name)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            losses.add("what " + (video ? "this container" : "a folder of pictures")
                    + " has no place for is left behind: " + left);
        }
        int bits = options.bitDepth().orElse(source.bitDepth());
        Codec codec = video ? VideoFile.codec(target, muxer, options) : Codec.PNG;
        if (bits > codec.mostBits()) {
            losses.add("its " + bits + " bits are rounded to " + codec.mostBits() + ", which is what " + codec.label()
                    + " has here; a name ending in .mkv keeps all");
        }
        return losses;
    }
}
