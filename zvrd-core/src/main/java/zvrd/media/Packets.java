package zvrd.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A stream's packets in the file's order: 16 bytes of each are kept, its time and the beginning of its hash. */
final class Packets {
    private static final long UNTIMED = Long.MIN_VALUE;
    private static final String NO_TIME = "NOPTS";

    private Rational timeBase = MatroskaFrames.NANOSECOND;
    private long[] times = new long[64];
    private long[] hashes = new long[64];
    private int count;
    private double tick; // nanoseconds

    private Packets(double tick) {
        this.tick = tick;
    }

    /**
     * The packets that FFmpeg would copy.
     *
     * @param input its arguments up to and with the file
     * @param output which of the file's streams, and how they are taken over
     * @param ticks nanoseconds of each stream's clock in its file, if FFmpeg counts it in finer ones
     * @throws IOException saying why, if FFmpeg gives up
     */
    static List<Packets> read(List<String> input, List<String> output, List<Double> ticks) throws IOException {
        List<Packets> all = new ArrayList<>();
        ticks.forEach(tick -> all.add(new Packets(tick)));
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-copyts"));
        arguments.addAll(input);
        arguments.addAll(output);
        arguments.addAll(List.of("-f", "framehash", "-hash", "md5", "pipe:1"));
        try (Child child = new Child(FfmpegBinary.get().command("ffmpeg", arguments), line -> false)) {
            child.input().close();
            var lines = new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line, all);
            }
            if (child.await() != 0) {
                throw new IOException(child.lastWords());
            }
        }
        return all;
    }

    int count() {
        return count;
    }

    /**
     * What is wrong with a copy of these packets, in words; null if nothing is.
     *
     * @param copied the copy's packets
     * @param part which stretch of them was copied, whose clock the copy's is
     * @param bytes whether a packet's bytes must be the same; else only its time
     */
    @Nullable
    String fault(Packets copied, Excerpt part, boolean bytes) {
        if (part.whole() && copied.count != count) {
            return count + " packets expected, " + copied.count + " were written";
        }
        int from = part.whole() ? 0 : begin(copied, part, bytes);
        if (from + copied.count > count) {
            return "packets were written that the source does not have";
        }
        for (int i = 0; i < copied.count; i++) {
            if (bytes && hashes[from + i] != copied.hashes[i]) {
                return "packet " + i + " was changed";
            }
            if (!sameTime(from + i, copied, i, part)) {
                return String.format(
                        Locale.ROOT,
                        "packet %d expected at %.4f s, found at %.4f s",
                        i,
                        (time(from + i) - part.shift()) * 1e-9,
                        copied.time(i) * 1e-9);
            }
        }
        return part.whole() ? null : missing(from, from + copied.count, part);
    }

    /** The first of these packets that is the copy's first one. */
    private int begin(Packets copied, Excerpt part, boolean bytes) {
        for (int i = 0; i < count && copied.count > 0; i++) {
            if (sameTime(i, copied, 0, part) && (!bytes || hashes[i] == copied.hashes[0])) {
                return i;
            }
        }
        return 0;
    }

    private @Nullable String missing(int from, int to, Excerpt part) {
        long begin = part.middle() ? part.shift() : Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            boolean within = times[i] != UNTIMED && time(i) > begin && time(i) + tick < part.end();
            if (within && (i < from || i >= to)) {
                return String.format(Locale.ROOT, "the packet at %.3f s is missing", time(i) * 1e-9);
            }
        }
        return null;
    }

    /** Within a tick of the coarser of the two clocks: sound is counted in samples where a clock is too coarse for it. */
    private boolean sameTime(int i, Packets copied, int j, Excerpt part) {
        if (times[i] == UNTIMED || copied.times[j] == UNTIMED) {
            return times[i] == copied.times[j];
        }
        double most = Math.max(tick, copied.tick);
        return Math.abs(time(i) - part.shift() - copied.time(j)) <= most;
    }

    /** Nanoseconds. */
    private long time(int i) {
        return timeBase.rescale(times[i], MatroskaFrames.NANOSECOND);
    }

    private static void take(String line, List<Packets> all) throws IOException {
        try {
            if (line.startsWith("#tb ")) {
                String[] parts = line.substring(4).split(": ", 2);
                Packets stream = all.get(Integer.parseInt(parts[0]));
                stream.timeBase = Rational.parse(parts[1], stream.timeBase);
                stream.tick = Math.max(stream.tick, stream.timeBase.toDouble() * 1e9);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                String[] parts = line.split(" *, *", 7);
                String time = parts[2].strip();
                all.get(Integer.parseInt(parts[0].strip()))
                        .add(
                                time.equals(NO_TIME) ? UNTIMED : Long.parseLong(time),
                                Long.parseUnsignedLong(parts[5].strip().substring(0, 16), 16));
            }
        } catch (IndexOutOfBoundsException | NumberFormatException garbled) {
            throw new IOException("FFmpeg lists packets in an unknown way: " + line, garbled);
        }
    }

    private void add(long time, long hash) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        times[count] = time;
        hashes[count++] = hash;
    }
}
