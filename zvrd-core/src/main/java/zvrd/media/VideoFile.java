package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * A Matroska, MP4, QuickTime or WebM file. The encoder writes the pictures alone; the source's other streams are
 * copied to their side when all frames are there, since only then the end of an excerpt is known.
 */
final class VideoFile implements OutputTarget {
    private static final Map<String, String> MUXERS =
            Map.of("mkv", "matroska", "mp4", "mp4", "m4v", "mp4", "mov", "mov", "webm", "webm");
    private static final Map<String, Set<Codec>> TAKES = Map.of(
            "matroska", Set.of(Codec.FFV1, Codec.H264, Codec.VP9, Codec.AV1),
            "mp4", Set.of(Codec.H264, Codec.VP9, Codec.AV1),
            "mov", Set.of(Codec.H264),
            "webm", Set.of(Codec.VP9, Codec.AV1));
    private static final List<String> EXACT = List.of("-fflags", "+bitexact", "-flags:v", "+bitexact");
    private static final long FINE = 90_000; // ticks a second
    private static final List<String> STALE_TAGS =
            List.of("encoder", "major_brand", "minor_version", "compatible_brands", "DURATION");

    private final Path target;
    private final VideoInfo source;
    private final int width;
    private final int height;
    private final WriteOptions options;
    private final String muxer;
    private final Codec codec;
    private final PartFile pictures;
    private final PartFile whole;
    private final CopiedStreams copied;
    private final Chapters chapters;
    private final List<Packets> packets;
    private final Path scratch;

    VideoFile(Path target, VideoInfo source, int width, int height, WriteOptions options, Path scratch) {
        this.target = target;
        this.source = source;
        this.width = width;
        this.height = height;
        this.options = options;
        this.scratch = scratch;
        this.muxer = muxer(target);
        this.codec = codec(target, muxer, options);
        codec.requireQuality(options.quality());
        requireEvenSize();
        requireDepth();
        PartFile.requireWritable(target, options.overwrite());
        this.copied = CopiedStreams.of(source, muxer, options);
        this.chapters = source.images()
                ? new Chapters(List.of())
                : Chapters.of(source.path(), source.path().toString());
        this.pictures = PartFile.in(scratch, target, "pictures");
        this.whole = PartFile.in(scratch, target, "part");
        this.packets = Rehearsal.of(target, copied, whole);
    }

    /** Whether {@code target}'s name is that of a video file this program writes. */
    static boolean accepts(Path target) {
        return MUXERS.containsKey(ImageSequence.extension(target));
    }

    /** FFmpeg's name of the container that such a name stands for. */
    static String muxer(Path target) {
        String muxer = MUXERS.get(ImageSequence.extension(target));
        if (muxer == null) {
            throw new IllegalArgumentException(target + " is no video file's name");
        }
        return muxer;
    }

    /** How the pictures of {@code target} are coded. */
    static Codec codec(Path target, WriteOptions options) {
        return codec(target, muxer(target), options);
    }

    /** The codec that is asked for, or the container's own; refuses one that does not go with it. */
    static Codec codec(Path target, String muxer, WriteOptions options) {
        Codec usual = muxer.equals("matroska") ? Codec.FFV1 : muxer.equals("webm") ? Codec.VP9 : Codec.H264;
        String named = options.codec();
        Codec codec = named == null ? usual : Codec.named(named);
        if (!TAKES.getOrDefault(muxer, Set.of()).contains(codec)) {
            throw new UserError(
                    ExitCode.USAGE,
                    target + ": this container does not hold " + codec.label() + " here",
                    "write to a name ending in .mkv, or choose another --codec");
        }
        if (options.lossless() && codec != Codec.FFV1) {
            throw new UserError(
                    ExitCode.USAGE,
                    target + ": --lossless means FFV1 in Matroska, found " + codec.label(),
                    "write to a name ending in .mkv without --codec");
        }
        return codec;
    }

    private void requireEvenSize() {
        if (codec == Codec.H264 && (width % 2 != 0 || height % 2 != 0)) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": H.264 holds even sizes only, the output is " + width + "x" + height,
                    "write to a name ending in .mkv, or choose --codec av1");
        }
    }

    @Override
    public List<String> encoderArguments() {
        List<String> all = new ArrayList<>();
        boolean described = !source.images();
        if (described) {
            all.addAll(SafeInput.input(source.path()));
        }
        all.addAll(List.of("-map", "0:v:0", "-map_metadata", described ? "1" : "-1", "-map_chapters", "-1"));
        STALE_TAGS.forEach(tag -> all.addAll(List.of("-metadata", tag + "=")));
        all.addAll(pictureTags());
        int depth = options.bitDepth().orElse(source.bitDepth());
        String pixels = codec.pixelFormat(depth);
        all.addAll(List.of("-vf", RgbEncoding.filters(source, codec, pixels, width, height)));
        all.addAll(List.of(
                "-fps_mode", "passthrough", "-enc_time_base", source.timeBase().toString()));
        all.addAll(codec.arguments(options.quality()));
        all.addAll(container(muxer, source));
        all.add(SafeInput.url(pictures.path()));
        return all;
    }

    private List<String> pictureTags() {
        List<String> all = new ArrayList<>();
        for (StreamInfo stream : source.streams()) {
            if (stream.index() == source.videoStream() && !source.images()) {
                all.addAll(List.of("-metadata:s:v:0", "language=" + stream.language()));
                all.addAll(List.of("-metadata:s:v:0", "title=" + stream.title()));
            }
        }
        return all;
    }

    private void requireDepth() {
        if (codec.mostBits() < 10 && source.colour().highDynamicRange()) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": high dynamic range (" + source.colour().transfer()
                            + ") needs 10 bits, "
                            + codec.label() + " has " + codec.mostBits() + " here",
                    "write to a name ending in .mkv, or choose --codec av1");
        }
    }

    /** FFmpeg's arguments for a container that keeps the times of {@code source}. */
    static List<String> container(String muxer, VideoInfo source) {
        List<String> all = new ArrayList<>(EXACT);
        if (muxer.equals("mp4") || muxer.equals("mov")) {
            String scale = Long.toString(scale(source.timeBase().den()));
            all.addAll(List.of("-video_track_timescale", scale, "-movie_timescale", scale, "-movflags", "+faststart"));
        }
        // else a sound track that begins before 0, as AAC's does, would shift the pictures
        all.addAll(List.of("-avoid_negative_ts", "disabled", "-f", muxer, "-y"));
        return all;
    }

    /** Ticks a second that tell every tick of the source's, and the beginnings of other streams well enough. */
    private static long scale(long ticks) {
        return ticks >= FINE ? ticks : ticks * ((FINE + ticks - 1) / ticks);
    }

    @Override
    public OptionalInt exactBits() {
        return codec.exactBits(options.bitDepth().orElse(source.bitDepth()));
    }

    @Override
    public void publish(Timeline timeline, SentFrames frames) throws IOException {
        Excerpt part = Excerpt.of(source, timeline);
        Chapters seen = chapters.within(part);
        PartFile finished = pictures;
        if (!copied.isEmpty() || !seen.isEmpty()) {
            new Joining(target, copied, scratch, whole).run(pictures.path(), part, seen, container(muxer, source));
            pictures.discard();
            finished = whole;
        }
        FinishedFile check = new FinishedFile(finished.path(), target);
        check.requireStreams(copied);
        check.requirePackets(copied, wanted(part), part);
        check.requireChapters(seen);
        check.requireFrames(width, height, frames, timeline);
        finished.publish(target, options.overwrite());
    }

    /** As they were read before the work, or anew where the frames of an uneven clip last longer than its rate foretold. */
    private List<Packets> wanted(Excerpt part) throws IOException {
        boolean longer = part.end() > Excerpt.expected(source).end();
        return longer && !packets.isEmpty() ? copied.packets(part) : packets;
    }

    @Override
    public void close() {
        pictures.discard();
        whole.discard();
    }
}
