package zvrd.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Clips made by the bundled FFmpeg's own test pictures and tones, and a second look at what was written. */
public final class Clips {
    private Clips() {}

    /** Runs FFmpeg; the arguments are one line, separated by single spaces. */
    public static void ffmpeg(String arguments, Path... files) {
        tool("ffmpeg", "-v error -nostdin -y " + arguments, files);
    }

    /** What FFmpeg or ffprobe writes to its standard output; each {@code @} stands for the next of {@code files}. */
    static String tool(String tool, String arguments, Path... files) {
        List<String> all = new ArrayList<>();
        int next = 0;
        for (String argument : arguments.split(" ")) {
            all.add(argument.equals("@") ? files[next++].toString() : argument);
        }
        try (Child child = new Child(FfmpegBinary.get().command(tool, all), line -> false)) {
            child.input().close();
            String text = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
            if (child.await() != 0) {
                throw new IllegalStateException(arguments + ": " + child.complaints());
            }
            return text;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static JsonNode stream(Path file, String which) {
        return Ffprobe.ask(List.of("-select_streams", which, "-show_streams", file.toString()), file.toString())
                .path("streams")
                .path(0);
    }

    /** The presentation times of a stream's packets as ffprobe sees them, sorted. */
    static List<Long> times(Path file, String which) {
        String text =
                tool("ffprobe", "-v error -select_streams " + which + " -show_entries packet=pts -of csv=p=0 @", file);
        return text.lines()
                .map(line -> line.replace(",", "").strip())
                .filter(line -> !line.isEmpty())
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    /** A hash of the stream's packets, byte for byte. */
    static String packets(Path file, String which) {
        return tool("ffmpeg", "-v error -nostdin -i @ -map 0:" + which + " -c copy -f hash -hash md5 -", file)
                .strip();
    }

    static List<Frame> readAll(Path file, ReadOptions options) {
        List<Frame> frames = new ArrayList<>();
        try (FrameReader reader = FrameReader.open(file, options)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    public static List<Frame> readAll(Path file) {
        return readAll(file, ReadOptions.ALL);
    }

    /** Reads {@code from} and writes it, untouched, to {@code to}. */
    static void copy(Path from, Path to, ReadOptions part, WriteOptions options) {
        try (FrameReader reader = FrameReader.open(from, part)) {
            VideoInfo info = reader.info();
            try (FrameWriter writer = FrameWriter.create(to, info, info.width(), info.height(), options)) {
                for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                    writer.write(frame);
                }
                writer.finish();
            }
        }
    }

    static void copy(Path from, Path to) {
        copy(from, to, ReadOptions.ALL, WriteOptions.DEFAULT);
    }

    /** A frame of noise whose samples are multiples of 65535/(2^bits - 1), as a clip of so many bits has them. */
    static Frame noise(int index, long pts, Rational timeBase, int width, int height, int bits, long seed) {
        Random random = new Random(seed);
        int top = (1 << bits) - 1;
        short[] rgb = new short[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (short) Math.round(random.nextInt(top + 1) * 65535.0 / top);
        }
        return new Frame(index, pts, timeBase, width, height, rgb);
    }

    /** The largest difference between two frames, in 16-bit levels. */
    static int distance(Frame a, Frame b) {
        int most = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            most = Math.max(most, Math.abs((a.rgb()[i] & 0xffff) - (b.rgb()[i] & 0xffff)));
        }
        return most;
    }

    /** What a source of this size and depth would say of itself; it is no file, so nothing can be copied from it. */
    static VideoInfo info(int bits, int width, int height) {
        VideoInfo drawn = VideoInfo.drawn(width, height, bits);
        return new VideoInfo(
                drawn.path(),
                drawn.container(),
                drawn.codec(),
                drawn.pixelFormat(),
                width,
                height,
                new Rational(30000, 1001),
                new Rational(1, 90_000),
                0,
                drawn.frames(),
                drawn.duration(),
                bits,
                drawn.colour(),
                drawn.sampleAspect(),
                0,
                drawn.streams(),
                drawn.part());
    }

    static void write(Path to, VideoInfo info, List<Frame> frames, WriteOptions options) {
        try (FrameWriter writer = FrameWriter.create(to, info, info.width(), info.height(), options)) {
            frames.forEach(writer::write);
            writer.finish();
        }
    }
}
