package zvrd.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * Whether a clip is all there, found out before hours of work: of a file its packets are counted, without decoding them;
 * pictures are looked at one by one. What is broken inside of packets only decoding shows.
 */
public final class WholeClip {
    /** What FFmpeg says of containers that know how long they are. */
    private static final List<String> CUT = List.of("File ended prematurely", "partial file", "truncated");

    private WholeClip() {}

    /**
     * Refuses a clip that is cut short, and pictures that are broken or of more than one size.
     *
     * @param part what will be read; of an excerpt of a file nothing can be told beforehand
     * @throws UserError with exit code 3
     */
    public static void require(Path source, ReadOptions part) {
        ImageSequence images = ImageSequence.find(source);
        if (images == null) {
            if (part.wholeClip()) {
                requireWhole(VideoProbe.probe(source, null));
            }
        } else if (images.files().size() > 1) {
            try (FrameReader reader = FrameReader.open(source, part)) {
                while (reader.next() != null) {
                    if (Thread.currentThread().isInterrupted()) {
                        return; // whoever works next notices
                    }
                }
            }
        }
    }

    private static void requireWhole(VideoInfo info) {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-select_streams", "" + info.videoStream()));
        arguments.addAll(List.of("-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0"));
        arguments.addAll(SafeInput.limits());
        arguments.add(SafeInput.url(info.path()));
        try (Child child = new Child(FfmpegBinary.get().command("ffprobe", arguments), line -> false)) {
            child.input().close();
            String answer = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
            child.await();
            long found = Long.parseLong(answer.replaceAll("\\D", ""));
            if (isCut(info, found, child.complaints())) {
                throw new UserError(
                        ExitCode.INPUT,
                        info.path() + ": is cut short after " + found
                                + (info.frames().isPresent()
                                        ? " of " + info.frames().getAsLong()
                                        : "") + " frames",
                        "get the whole file, or restore what there is with --frames " + Math.max(1, found));
            }
        } catch (IOException | NumberFormatException unknown) {
            throw new UserError(
                    ExitCode.INPUT,
                    info.path() + ": its frames cannot be counted (" + unknown.getMessage() + ")",
                    "check the file with a player",
                    unknown);
        }
    }

    /** A count alone tells nothing: it has frames that an edit list leaves out, and empty ones that AVI repeats. */
    private static boolean isCut(VideoInfo info, long found, List<String> complaints) throws IOException {
        boolean complained = complaints.stream().anyMatch(line -> CUT.stream().anyMatch(line::contains));
        boolean fewer = found < info.frames().orElse(0);
        return complained && found < info.expectedFrames().orElse(Long.MAX_VALUE)
                || fewer && (!complaints.isEmpty() || isCutAvi(info));
    }

    /** FFmpeg reads an AVI file that is shorter than it says without a word. */
    private static boolean isCutAvi(VideoInfo info) throws IOException {
        if (!info.container().equals("avi")) {
            return false;
        }
        try (InputStream file = Files.newInputStream(info.path())) {
            ByteBuffer riff = ByteBuffer.wrap(file.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
            return riff.remaining() == 8 && Integer.toUnsignedLong(riff.getInt(4)) + 8 > Files.size(info.path());
        }
    }
}
