package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import zvrd.ExitCode;
import zvrd.UserError;

/** The source's sound, subtitles and attachments, copied packet by packet beside the restored pictures. */
final class CopiedStreams {
    private static final Set<String> TEXT = Set.of("subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text");

    private final VideoInfo source;
    private final String muxer;
    private final List<StreamInfo> streams;

    private CopiedStreams(VideoInfo source, String muxer, List<StreamInfo> streams) {
        this.source = source;
        this.muxer = muxer;
        this.streams = streams;
    }

    static CopiedStreams of(VideoInfo source, String muxer, WriteOptions options) {
        List<StreamInfo> kept = new ArrayList<>();
        for (StreamInfo stream : source.images() ? List.<StreamInfo>of() : source.streams()) {
            boolean wanted = switch (stream.type()) {
                case "audio" -> options.audio();
                case "subtitle" -> options.subtitles();
                case "attachment" -> muxer.equals("matroska");
                default -> false;
            };
            if (wanted) {
                kept.add(stream);
            }
        }
        return new CopiedStreams(source, muxer, kept);
    }

    int count() {
        return streams.size();
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Finds out before hours of work whether the container takes the streams, by copying one second of them. */
    void rehearse(Path target, PartFile scratch) {
        if (isEmpty()) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y", "-t", "1"));
        arguments.addAll(List.of("-i", VideoProbe.url(source.path())));
        arguments.addAll(maps("0"));
        arguments.addAll(List.of("-f", muxer, VideoProbe.url(scratch.path())));
        try {
            FfmpegRun.run(arguments, target);
        } catch (UserError refused) {
            throw new UserError(
                    ExitCode.OUTPUT,
                    target + ": this container does not take the source's " + names() + " (" + refused.getMessage()
                            + ")",
                    "write to a name ending in .mkv, or leave them out with --no-audio or --no-subtitles",
                    refused);
        } catch (IOException cause) {
            throw new UserError(ExitCode.OUTPUT, target + ": " + cause.getMessage(), "run zvrd doctor", cause);
        } finally {
            scratch.discard();
        }
    }

    /** The two inputs: the pictures, and the part of the source that goes with them. */
    List<String> inputs(Path pictures, Timeline timeline) {
        List<String> all = new ArrayList<>();
        ReadOptions part = source.part();
        if (part.start() == 0) {
            all.add("-copyts"); // an excerpt from the middle starts at 0 instead
        }
        all.addAll(List.of("-i", VideoProbe.url(pictures)));
        if (part.start() > 0) {
            all.addAll(List.of("-seek_timestamp", "1", "-ss", Double.toString(timeline.sourceStart())));
        }
        if (!part.wholeClip()) {
            double seconds = timeline.span() + 1 / source.frameRate().toDouble();
            all.addAll(List.of("-t", Double.toString(seconds)));
        }
        all.addAll(List.of("-i", VideoProbe.url(source.path())));
        return all;
    }

    List<String> maps() {
        return maps("1");
    }

    private List<String> maps(String input) {
        List<String> all = new ArrayList<>();
        int subtitle = 0;
        for (StreamInfo stream : streams) {
            all.addAll(List.of("-map", input + ":" + stream.index()));
            if (stream.type().equals("subtitle")) {
                all.addAll(List.of("-c:s:" + subtitle++, subtitleCodec(stream.codec())));
            }
        }
        all.addAll(List.of("-c:a", "copy", "-c:t", "copy"));
        return all;
    }

    /** Text is rewritten where the container knows it by another form only; everything else is copied. */
    private String subtitleCodec(String codec) {
        return switch (muxer) {
            case "mp4", "mov" -> TEXT.contains(codec) ? "mov_text" : "copy";
            case "webm" -> TEXT.contains(codec) ? "webvtt" : "copy";
            default -> codec.equals("mov_text") ? "subrip" : "copy";
        };
    }

    private String names() {
        return String.join(
                ", ",
                streams.stream().map(s -> s.type() + " (" + s.codec() + ")").toList());
    }
}
