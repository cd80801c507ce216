package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The source's sound, subtitles, attachments and cover pictures, copied packet by packet beside the restored pictures.
 *
 * @param source the clip they are copied from
 * @param muxer FFmpeg's name of the container they are copied to; empty for pictures, which take nothing
 * @param tracks sound and subtitles, in the source's order
 * @param attachments files that travel in it, such as fonts
 * @param covers pictures that go with it and are no film
 */
record CopiedStreams(
        VideoInfo source,
        String muxer,
        List<StreamInfo> tracks,
        List<StreamInfo> attachments,
        List<StreamInfo> covers) {
    private static final Set<String> TEXT = Set.of("subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text");
    private static final String MATROSKA = "matroska";

    /** Those that {@code options} want and that a container of this kind has a place for. */
    static CopiedStreams of(VideoInfo source, String muxer, WriteOptions options) {
        boolean video = !muxer.isEmpty();
        List<StreamInfo> tracks = new ArrayList<>();
        List<StreamInfo> attachments = new ArrayList<>();
        List<StreamInfo> covers = new ArrayList<>();
        for (StreamInfo stream : source.images() ? List.<StreamInfo>of() : source.streams()) {
            switch (stream.type()) {
                case "audio" -> addIf(video && options.audio(), stream, tracks);
                case "subtitle" -> addIf(video && options.subtitles(), stream, tracks);
                case "attachment" -> addIf(muxer.equals(MATROSKA), stream, attachments);
                case "video" ->
                    addIf(stream.cover() && (muxer.equals(MATROSKA) || muxer.equals("mp4")), stream, covers);
                default -> {}
            }
        }
        return new CopiedStreams(source, muxer, List.copyOf(tracks), List.copyOf(attachments), List.copyOf(covers));
    }

    /** The same with one of the tracks alone. */
    CopiedStreams only(StreamInfo track) {
        return new CopiedStreams(source, muxer, List.of(track), List.of(), List.of());
    }

    /** The same for another container. */
    CopiedStreams into(String other) {
        return new CopiedStreams(source, other, tracks, attachments, covers);
    }

    private static void addIf(boolean wanted, StreamInfo stream, List<StreamInfo> streams) {
        if (wanted) {
            streams.add(stream);
        }
    }

    int count() {
        return tracks.size() + attachments.size() + covers.size();
    }

    boolean isEmpty() {
        return count() == 0;
    }

    /** The kinds of streams of the source that have no place in the output though nobody asked to leave them out. */
    List<StreamInfo> leftBehind(WriteOptions options) {
        return source.streams().stream()
                .filter(stream -> stream.index() != source.videoStream() && !source.images())
                .filter(stream -> options.audio() || !stream.type().equals("audio"))
                .filter(stream -> options.subtitles() || !stream.type().equals("subtitle"))
                .filter(stream -> !tracks.contains(stream) && !attachments.contains(stream) && !covers.contains(stream))
                .toList();
    }

    /**
     * FFmpeg's arguments that take them over.
     *
     * @param input the number of the source among the inputs
     * @param pictures how many video streams come before
     */
    List<String> maps(int input, int pictures) {
        List<String> all = new ArrayList<>();
        int subtitle = 0;
        for (StreamInfo stream : tracks) {
            all.addAll(List.of("-map", input + ":" + stream.index()));
            if (stream.type().equals("subtitle")) {
                all.addAll(List.of("-c:s:" + subtitle++, subtitleCodec(stream)));
            }
        }
        for (StreamInfo stream : attachments) {
            all.addAll(List.of("-map", input + ":" + stream.index()));
        }
        for (int i = 0; i < covers.size() && !muxer.equals(MATROSKA); i++) {
            all.addAll(List.of("-map", input + ":" + covers.get(i).index()));
            all.addAll(List.of("-disposition:v:" + (pictures + i), "attached_pic"));
        }
        all.addAll(List.of("-c:v", "copy", "-c:a", "copy", "-c:t", "copy"));
        return all;
    }

    /** Those covers that are attached as files of their own. */
    List<StreamInfo> attachedCovers() {
        return muxer.equals(MATROSKA) ? covers : List.of();
    }

    /** The tracks' packets as the source has them and as a copy of {@code part} has to have them. */
    List<Packets> packets(Excerpt part) throws IOException {
        Excerpt wide = part.whole() ? part : part.widened(source);
        return Packets.read(wide.input(source.path()), comparable(stream -> stream.index(), part), ticks());
    }

    /**
     * The same of a copy.
     *
     * @param first the number of its first track
     */
    List<Packets> packetsOf(Path copy, int first, Excerpt part) throws IOException {
        return Packets.read(SafeInput.input(copy), comparable(stream -> first + tracks.indexOf(stream), part), ticks());
    }

    /**
     * What is wrong with a copy, in words; null if nothing is.
     *
     * @param wanted as {@link #packets} tells them
     * @param found as {@link #packetsOf} tells them
     */
    @Nullable
    String fault(List<Packets> wanted, List<Packets> found, Excerpt part) {
        for (int i = 0; i < tracks.size(); i++) {
            StreamInfo track = tracks.get(i);
            boolean bytes = !isPcm(track) || part.whole(); // else its bytes stand in other packets
            String fault = wanted.get(i).fault(found.get(i), part, bytes);
            if (fault != null) {
                return name(track) + ": " + fault;
            }
        }
        return null;
    }

    /** How a stream is called in messages. */
    static String name(StreamInfo stream) {
        String language = stream.language().isEmpty() ? "" : ", " + stream.language();
        return "stream " + stream.index() + " (" + stream.type() + " " + stream.codec() + language + ")";
    }

    private interface Numbering {
        int of(StreamInfo stream);
    }

    /** Brings what containers store in different ways to one form: ADTS headers, PCM's packets, rewritten texts. */
    private List<String> comparable(Numbering numbering, Excerpt part) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            StreamInfo track = tracks.get(i);
            all.addAll(List.of("-map", "0:" + numbering.of(track)));
            boolean rewritten =
                    track.type().equals("subtitle") && !subtitleCodec(track).equals("copy");
            all.addAll(List.of("-c:" + i, rewritten ? "text" : "copy"));
            if (track.codec().equals("aac")) {
                all.addAll(List.of("-bsf:" + i, "aac_adtstoasc"));
            } else if (isPcm(track) && part.whole()) {
                all.addAll(List.of("-bsf:" + i, "pcm_rechunk=nb_out_samples=1024:pad=0"));
            }
        }
        return all;
    }

    /** PCM's packets are cut anew and then counted in samples, Matroska's milliseconds being what they come from. */
    private List<Double> ticks() {
        return tracks.stream().map(track -> isPcm(track) ? 1e6 : 0.0).toList();
    }

    private static boolean isPcm(StreamInfo track) {
        return track.codec().startsWith("pcm_");
    }

    /** Text is rewritten where the container knows it by another form only; everything else is copied. */
    private String subtitleCodec(StreamInfo stream) {
        String codec = stream.codec();
        return switch (muxer) {
            case "mp4", "mov" -> TEXT.contains(codec) && !codec.equals("mov_text") ? "mov_text" : "copy";
            case "webm" -> TEXT.contains(codec) && !codec.equals("webvtt") ? "webvtt" : "copy";
            default -> codec.equals("mov_text") ? "subrip" : "copy";
        };
    }
}
