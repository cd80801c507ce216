package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * The source's other streams, copied once before hours of work, to find out whether the output's container takes them as
 * they are. What the source's packets were is kept, to compare the finished output with.
 */
final class Rehearsal {
    private static final Map<String, String> OTHERS = Map.of("matroska", ".mkv", "mp4", ".mp4", "mov", ".mov");

    private final Path target;
    private final CopiedStreams copied;
    private final PartFile scratch;

    private Rehearsal(Path target, CopiedStreams copied, PartFile scratch) {
        this.target = target;
        this.copied = copied;
        this.scratch = scratch;
    }

    /**
     * Copies the streams, and no pictures, to {@code scratch} and away again.
     *
     * @return the tracks' packets as the source has them
     * @throws UserError with exit code 3, naming the stream that does not fit
     */
    static List<Packets> of(Path target, CopiedStreams copied, PartFile scratch) {
        if (copied.tracks().isEmpty()) {
            return List.of();
        }
        var rehearsal = new Rehearsal(target, copied, scratch);
        try {
            List<Packets> wanted = copied.packets(Excerpt.expected(copied.source()));
            rehearsal.run(wanted);
            return wanted;
        } catch (IOException unreadable) {
            throw new UserError(
                    ExitCode.INPUT,
                    copied.source().path() + ": its sound and subtitles cannot be read (" + unreadable.getMessage()
                            + ")",
                    "leave them out with --no-audio and --no-subtitles, or check the file with a player",
                    unreadable);
        }
    }

    private void run(List<Packets> wanted) {
        String fault = faultOf(copied, wanted);
        if (fault == null) {
            return;
        }
        for (int i = 0; i < copied.tracks().size(); i++) {
            StreamInfo track = copied.tracks().get(i);
            String alone = faultOf(copied.only(track), wanted.subList(i, i + 1));
            if (alone != null) {
                throw refusal(CopiedStreams.name(track), alone, remedy(track, wanted.subList(i, i + 1)));
            }
        }
        throw refusal("sound and subtitles", fault, "leave some out with --no-audio or --no-subtitles");
    }

    private UserError refusal(String stream, String why, String remedy) {
        return new UserError(
                ExitCode.INPUT,
                target + ": this container does not take " + stream + " of "
                        + copied.source().path() + " as it is (" + why + ")",
                remedy);
    }

    private String remedy(StreamInfo track, List<Packets> wanted) {
        boolean sound = track.type().equals("audio");
        String without = "leave " + (sound ? "the sound out with --no-audio" : "subtitles out with --no-subtitles");
        for (String other : List.of("matroska", "mp4", "mov")) {
            CopiedStreams there = copied.only(track).into(other);
            if (!other.equals(copied.muxer()) && faultOf(there, wanted) == null) {
                return "write to a name ending in " + OTHERS.get(other) + ", or " + without;
            }
        }
        return without;
    }

    private @Nullable String faultOf(CopiedStreams streams, List<Packets> wanted) {
        Excerpt part = Excerpt.expected(streams.source());
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin"));
        if (!part.middle()) {
            arguments.add("-copyts");
        }
        arguments.addAll(part.input(streams.source().path()));
        arguments.addAll(streams.maps(0, 0));
        arguments.addAll(part.output());
        arguments.addAll(VideoFile.container(streams.muxer(), streams.source()));
        arguments.add(SafeInput.url(scratch.path()));
        try {
            String refused = FfmpegRun.attempt(arguments, target);
            return refused != null ? refused : streams.fault(wanted, streams.packetsOf(scratch.path(), 0, part), part);
        } catch (IOException unreadable) {
            return unreadable.getMessage();
        } finally {
            scratch.discard();
        }
    }
}
