package zvrd.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import zvrd.ExitCode;
import zvrd.UserError;

/** A written video file, read again before it gets its name. */
final class FinishedFile {
    private static final double ROUNDING = 0.5; // to 8 bits
    private static final double LOSSY = 24; // coarse quantisers and halved chroma included; black or green is not

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

    /** Refuses another size, or fewer streams than were put in. */
    void requireStreams(int width, int height, int streams) {
        JsonNode all = Ffprobe.ask(List.of("-show_streams", VideoProbe.url(written)), target.toString())
                .path("streams");
        int w = all.path(0).path("width").asInt(0);
        int h = all.path(0).path("height").asInt(0);
        if (w != width || h != height) {
            throw unverified(target, "size " + width + "x" + height + " expected, " + w + "x" + h + " was written");
        }
        if (all.size() < streams) {
            throw unverified(target, streams + " streams expected, " + all.size() + " were written");
        }
    }

    /** Refuses another number of frames, or times that are off by more than a tick. */
    void requireTimes(Timeline timeline) throws IOException {
        JsonNode video = Ffprobe.ask(
                        List.of("-select_streams", "v:0", "-show_streams", VideoProbe.url(written)), target.toString())
                .path("streams")
                .path(0);
        Rational base = Rational.parse(video.path("time_base").asString(""), MatroskaFrames.NANOSECOND);
        long[] expected = new long[timeline.count()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = MatroskaFrames.NANOSECOND.rescale(timeline.shown(i), base);
        }
        Arrays.sort(expected);
        long[] found = times(expected.length);
        for (int i = 0; i < found.length; i++) {
            if (Math.abs(found[i] - expected[i]) > 1) {
                throw unverified(
                        target,
                        "frame " + i + " expected at tick " + expected[i] + " of " + base + " s, found at " + found[i]);
            }
        }
    }

    /** The packets' times, sorted, since packets stand in decoding order. */
    private long[] times(int count) throws IOException {
        List<String> arguments = List.of(
                "-v",
                "error",
                "-select_streams",
                "v:0",
                "-show_entries",
                "packet=pts",
                "-of",
                "csv=p=0",
                VideoProbe.url(written));
        long[] times = new long[count];
        int packets = 0;
        try (Child child = new Child(FfmpegBinary.get().command("ffprobe", arguments), line -> false)) {
            child.input().close();
            var lines = new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String digits = line.replace(",", "").strip();
                if (packets < count && !digits.isEmpty()) {
                    times[packets] = Long.parseLong(digits);
                }
                packets += digits.isEmpty() ? 0 : 1;
            }
        } catch (NumberFormatException withoutTime) {
            throw unverified(target, "a frame was written without a time");
        }
        if (packets != count) {
            throw unverified(target, count + " frames expected, " + packets + " were written");
        }
        Arrays.sort(times);
        return times;
    }

    /** Refuses a first frame that does not look like the one sent. */
    void requireLook(FirstLook sent, boolean lossless) {
        double distance = new FirstLook(StillImages.read(written)).distance(sent);
        double allowed = lossless ? ROUNDING : LOSSY;
        if (!(distance <= allowed)) {
            throw unverified(
                    target,
                    String.format(
                            Locale.ROOT,
                            "the first frame is off by %.1f levels on average, %.1f are allowed",
                            distance,
                            allowed));
        }
    }

    static UserError unverified(Path target, String found) {
        return new UserError(
                ExitCode.OUTPUT,
                target + ": the finished output failed its check: " + found,
                "this is a bug, or the disk changed what was written; please report it with the command line");
    }
}
