package zvrd.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * A clip, read one frame at a time from an FFmpeg child process: 16-bit RGB on its standard output, each frame's own
 * timestamp on its error stream. The pipe is the only queue. Not for use by several threads.
 */
public final class FrameReader implements AutoCloseable {
    private static final String STAMP = "zvrd-frame ";
    private static final int PIPE = 1 << 16; // what a pipe holds; larger reads only cost the JDK larger buffers
    private static final int STAMP_PATIENCE = 60; // seconds
    private static final String CUT = "File ended prematurely"; // of containers that say how long they are in bytes

    private record Stamp(long pts, Rational timeBase) {}

    private final VideoInfo info;
    private final @Nullable ImageSequence images;
    private final Child child;
    private final BlockingQueue<Stamp> stamps = new LinkedBlockingQueue<>(); // FFmpeg runs a few frames ahead at most
    private final byte[] bytes;
    private int delivered;
    private boolean ended;

    private FrameReader(VideoInfo info, @Nullable ImageSequence images) throws IOException {
        this.info = info;
        this.images = images;
        this.bytes = new byte[Math.multiplyExact(6, Math.multiplyExact(info.width(), info.height()))];
        this.child = new Child(FfmpegBinary.get().command("ffmpeg", arguments()), this::heard);
        ImageList.feed(images, child);
    }

    /**
     * Opens any file FFmpeg reads, a folder of numbered pictures, a pattern such as {@code frames/%04d.png}, or one
     * picture.
     *
     * @throws UserError with exit code 3 if it is missing, no video, cannot be decoded, or is of a high dynamic range that is not asked for
     */
    public static FrameReader open(Path source, ReadOptions options) {
        ImageSequence images = ImageSequence.find(source);
        VideoInfo info = VideoProbe.probe(source, images).part(options);
        if (info.colour().highDynamicRange() && !options.highDynamicRange()) {
            throw new UserError(
                    ExitCode.INPUT,
                    source + ": of high dynamic range (" + info.colour().transfer() + "), which no prior here has seen",
                    "tone-map it to BT.709 first, or restore its numbers as they are with --hdr keep");
        }
        try {
            return new FrameReader(info, images == null ? null : images.part(options));
        } catch (IOException cause) {
            throw new UserError(
                    ExitCode.INPUT,
                    source + ": FFmpeg could not be started to read it (" + cause.getMessage() + ")",
                    "run zvrd doctor",
                    cause);
        }
    }

    /** What the clip is. */
    public VideoInfo info() {
        return info;
    }

    /**
     * The next frame, or null after the last one.
     *
     * @throws UserError with exit code 3 if the clip breaks off
     */
    public @Nullable Frame next() {
        if (ended || delivered >= info.part().maxFrames()) {
            return null;
        }
        int got = fill();
        if (got < bytes.length) {
            ended = true;
            finish(got);
            return null;
        }
        Stamp stamp = nextStamp();
        if (images != null) { // FFmpeg says that the size changes before the frame's stamp
            images.requireOneSize(info, child.complaints());
        }
        short[] rgb = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(rgb);
        return new Frame(delivered++, stamp.pts, stamp.timeBase, info.width(), info.height(), rgb);
    }

    /** Ends the child process; frames not read are lost. */
    @Override
    public void close() {
        ended = true;
        child.close();
    }

    private List<String> arguments() {
        List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostats", "-copyts", "-filter_threads", "1"));
        String filters = RgbConversion.filters(info);
        if (images != null) {
            all.addAll(ImageList.input());
        } else {
            all.addAll(List.of("-v", "error", "-nostdin"));
            if (info.part().start() > 0) {
                if (seeksExactly()) {
                    all.addAll(List.of("-ss", Double.toString(info.part().start())));
                } else {
                    filters =
                            "select=gte(t\\," + (info.startTime() + info.part().start()) + ")," + filters;
                }
            }
            all.addAll(SafeInput.input(info.path()));
        }
        all.addAll(List.of("-map", "0:" + (images != null ? "v:0" : Integer.toString(info.videoStream()))));
        if (info.part().maxFrames() < Long.MAX_VALUE) {
            all.addAll(List.of("-frames:v", Long.toString(info.part().maxFrames())));
        }
        all.addAll(List.of("-vf", filters, "-fps_mode", "passthrough", "-enc_time_base", "demux"));
        all.addAll(List.of("-stats_enc_pre", "pipe:2", "-stats_enc_pre_fmt", STAMP + "{pts} {tb}"));
        all.addAll(List.of(
                "-c:v", "rawvideo", "-pix_fmt", "rgb48le", "-thread_queue_size", "1", "-f", "rawvideo", "pipe:1"));
        return all;
    }

    /** Whether the container has an index: streams without one are decoded from their beginning, or start in a mess. */
    private boolean seeksExactly() {
        return List.of("mov", "matroska").contains(info.container().split(",", 2)[0]);
    }

    private boolean heard(String line) {
        int at = line.indexOf(STAMP); // the prefix of a complaint may stand before it, written by another thread
        if (at >= 0) {
            String[] parts = line.substring(at + STAMP.length()).trim().split(" ");
            return stamps.add(new Stamp(Long.parseLong(parts[0]), Rational.parse(parts[1], info.timeBase())));
        }
        return images != null && ImageList.isChatter(line, info);
    }

    private int fill() {
        InputStream pixels = child.output();
        int got = 0;
        try {
            while (got < bytes.length) {
                int now = pixels.read(bytes, got, Math.min(PIPE, bytes.length - got));
                if (now < 0) {
                    break;
                }
                got += now;
            }
        } catch (IOException closed) {
            return got;
        }
        return got;
    }

    private Stamp nextStamp() {
        try {
            Stamp stamp = stamps.poll(STAMP_PATIENCE, TimeUnit.SECONDS); // it was written before its frame
            if (stamp != null) {
                return images == null ? stamp : new Stamp(delivered, info.timeBase());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("interrupted").initCause(interrupted);
        }
        throw new IllegalStateException(info.path() + ": no timestamp came with frame " + delivered);
    }

    private void finish(int leftover) {
        int code = child.await();
        if (images != null) {
            images.requireOneSize(info, child.complaints());
        }
        long declared = images != null ? images.files().size() : info.frames().orElse(0);
        boolean whole = images != null || info.part().wholeClip();
        boolean missing = whole && delivered < declared && !child.complaints().isEmpty();
        if (code != 0 || leftover > 0 || missing || isCut()) {
            if (images != null && images.files().size() > 1) {
                images.files().forEach(FrameReader::requireReadable);
            }
            throw new UserError(
                    ExitCode.INPUT,
                    info.path() + ": breaks off after frame " + delivered + (declared > 0 ? " of " + declared : "")
                            + " (" + child.lastWords() + ")",
                    "check the file with a player, or read only its good part with --frames");
        }
        if (delivered == 0) {
            throw noFrames();
        }
    }

    /** Names a picture that is broken: several are decoded at a time, and which one failed cannot be told from the frames. */
    private static void requireReadable(Path picture) {
        try (FrameReader reader = open(picture, ReadOptions.ALL.ofAnyRange())) {
            while (reader.next() != null) {} // throws where it cannot be read
        }
    }

    /** Whether the file ended before its frames did: Matroska counts none, but has a duration. */
    private boolean isCut() {
        return child.complaints().contains(CUT)
                && delivered < info.expectedFrames().orElse(Long.MAX_VALUE);
    }

    private UserError noFrames() {
        double start = info.part().start();
        if (start > 0) {
            String lasts = info.duration().isPresent()
                    ? ", it lasts " + info.duration().getAsDouble() + " s"
                    : "";
            return new UserError(
                    ExitCode.INPUT,
                    info.path() + ": no frame at or after " + start + " s" + lasts,
                    "choose an earlier --start");
        }
        return new UserError(
                ExitCode.INPUT,
                info.path() + ": has a video stream but no frame in it",
                "check the file with a player");
    }
}
