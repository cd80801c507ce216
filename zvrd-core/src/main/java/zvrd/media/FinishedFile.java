package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import zvrd.ExitCode;
import zvrd.UserError;

/** What was written, a video file or a folder of pictures, read again before it gets its name. */
final class FinishedFile {
    private final Path written;
    private final Path target;

    /**
     * @param written where it lies
     * @param target what the user calls it
     */
    FinishedFile(Path written, Path target) {
        this.written = written;
        this.target = target;
    }

    /** Refuses other streams than were put in. */
    void requireStreams(CopiedStreams copied) {
        List<JsonNode> tracks = new ArrayList<>();
        List<JsonNode> attachments = new ArrayList<>();
        List<JsonNode> covers = new ArrayList<>();
        for (JsonNode stream : streams(written)) {
            switch (stream.path("codec_type").asString("")) {
                case "attachment" -> attachments.add(stream);
                case "video" -> (VideoProbe.isCover(stream) ? covers : tracks).add(stream);
                case "data" -> {} // the table of chapters in MP4
                default -> tracks.add(stream);
            }
        }
        requireCount("sound and subtitle streams", copied.tracks().size(), tracks.size() - 1);
        requireCount("attachments", copied.attachments().size(), attachments.size());
        requireCount("covers", copied.covers().size(), covers.size());
        if (!attachments.isEmpty()) {
            requireAttachments(copied, attachments);
        }
    }

    private void requireCount(String what, int expected, int found) {
        if (found != expected) {
            throw unverified(target, expected + " " + what + " expected, " + found + " were written");
        }
    }

    private void requireAttachments(CopiedStreams copied, List<JsonNode> found) {
        JsonNode all = streams(copied.source().path());
        for (int i = 0; i < found.size(); i++) {
            StreamInfo attachment = copied.attachments().get(i);
            String expected =
                    all.path(attachment.index()).path("extradata_hash").asString("");
            if (!found.get(i).path("extradata_hash").asString("").equals(expected)) {
                throw unverified(target, CopiedStreams.name(attachment) + " was changed");
            }
        }
    }

    private JsonNode streams(Path file) {
        try {
            List<String> questions = List.of("-show_streams", "-show_data_hash", "MD5");
            return Ffprobe.look(file, questions, target.toString()).path("streams");
        } catch (UserError unreadable) {
            throw unverified(target, String.valueOf(unreadable.getMessage()));
        }
    }

    /** Refuses sound and subtitles that are not, packet by packet, what the source has. */
    void requirePackets(CopiedStreams copied, List<Packets> wanted, Excerpt part) {
        if (copied.tracks().isEmpty()) {
            return;
        }
        String fault;
        try {
            fault = copied.fault(wanted, copied.packetsOf(written, 1, part), part);
        } catch (IOException unreadable) {
            fault = String.valueOf(unreadable.getMessage());
        }
        refuse(fault);
    }

    /** Refuses other chapters. */
    void requireChapters(Chapters wanted) {
        if (!wanted.areIn(Chapters.of(written, target.toString()))) {
            throw unverified(target, wanted.all().size() + " chapters expected, others were written");
        }
    }

    /** Refuses other frames, fewer or more of them, other times and another size; pictures have no times. */
    void requireFrames(int width, int height, SentFrames sent, Timeline timeline) {
        int count = 0;
        try (FrameReader reader = FrameReader.open(written, ReadOptions.ALL.ofAnyRange())) {
            VideoInfo info = reader.info();
            if (info.width() != width || info.height() != height) {
                String found = info.width() + "x" + info.height();
                throw unverified(target, "size " + width + "x" + height + " expected, " + found + " was written");
            }
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                if (count < sent.count()) {
                    refuse(info.images() ? null : lateness(count, frame, timeline));
                    refuse(sent.fault(count, frame));
                }
                count++;
            }
        } catch (UserError failed) {
            throw failed.code() == ExitCode.INPUT ? unverified(target, String.valueOf(failed.getMessage())) : failed;
        }
        if (count != sent.count()) {
            throw unverified(target, sent.count() + " frames expected, " + count + " were written");
        }
    }

    private static @Nullable String lateness(int index, Frame found, Timeline timeline) {
        long expected = MatroskaFrames.NANOSECOND.rescale(timeline.shown(index), found.timeBase());
        return found.pts() == expected
                ? null
                : "frame " + index + " expected at tick " + expected + " of " + found.timeBase() + " s, found at "
                        + found.pts();
    }

    private void refuse(@Nullable String fault) {
        if (fault != null) {
            throw unverified(target, fault);
        }
    }

    static UserError unverified(Path target, String found) {
        return new UserError(
                ExitCode.OUTPUT,
                target + ": the finished output failed its check: " + found,
                "this is a bug, or the disk changed what was written; please report it with the command line");
    }
}
