package zvrd.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * A clip, read one frame at a time from an FFmpeg child process: 16-bit RGB on its standard output, each frame's own
 * timestamp on its error stream. Not for use by several threads.
 */
public final class FrameReader implements AutoCloseable {
    private static final String STAMP = "zvrd-frame ";
    private static final int PIPE = 1 << 16; // what a pipe holds; larger reads only cost the JDK larger buffers

    private record Stamp(long pts, Rational timeBase) {}

    private final VideoInfo info;
    private final ReadOptions options;
    private final @Nullable ImageSequence images;
    private final Child child;
    private final BlockingQueue<Stamp> stamps = new LinkedBlockingQueue<>(); // FFmpeg runs a few frames ahead at most
    private final byte[] bytes;
    private int delivered;
    private boolean ended;

    private FrameReader(VideoInfo info, @Nullable ImageSequence images, ReadOptions options) throws IOException {
        this.info = info;
        this.images = images;
        this.options = options;
        this.bytes = new byte[Math.multiplyExact(6, Math.multiplyExact(info.width(), info.height()))];
        this.child = new Child(FfmpegBinary.get().command("ffmpeg", arguments()), this::stamp);
        feedList();
    }

    /**
     * Opens any file FFmpeg reads, a folder of numbered pictures, a pattern such as {@code frames/%04d.png}, or one
     * picture.
     *
     * @throws UserError with exit code 3 if it is missing, no video, of high dynamic range, or cannot be decoded
     */
    public static FrameReader open(Path source, ReadOptions options) {
        ImageSequence images = ImageSequence.find(source);
        VideoInfo info = VideoProbe.probe(source, images).part(options);
        try {
            return new FrameReader(info, images == null ? null : part(images, options), options);
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
        if (ended || delivered >= options.maxFrames()) {
            return null;
        }
        int got = fill();
        if (got < bytes.length) {
            ended = true;
            finish(got);
            return null;
        }
        Stamp stamp = nextStamp();
        short[] rgb = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(rgb);
        return new Frame(delivered++, stamp.pts, stamp.timeBase, info.width(), info.height(), rgb);
    }

    /** Ends the child process; frames not read are lost. */
    @Override
    public void close() {
        child.close();
    }

    private static ImageSequence part(ImageSequence images, ReadOptions options) {
        long first = Math.min(Math.round(options.start() * 25), images.files().size());
        long last = Math.min(
                images.files().size(),
                first + Math.min(options.maxFrames(), images.files().size()));
        return new ImageSequence(images.source(), images.files().subList((int) first, (int) last));
    }

    private List<String> arguments() {
        List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostats", "-v", "error", "-copyts"));
        if (images != null) {
            all.addAll(List.of("-f", "concat", "-safe", "0", "-protocol_whitelist", "file,pipe", "-i", "pipe:0"));
            all.addAll(List.of("-map", "0:v:0"));
        } else {
            if (options.start() > 0) {
                all.addAll(List.of("-ss", Double.toString(options.start())));
            }
            all.addAll(List.of("-nostdin", "-i", VideoProbe.url(info.path()), "-map", "0:" + info.videoStream()));
        }
        if (options.maxFrames() < Long.MAX_VALUE) {
            all.addAll(List.of("-frames:v", Long.toString(options.maxFrames())));
        }
        all.addAll(List.of("-vf", RgbConversion.filters(info), "-fps_mode", "passthrough"));
        all.addAll(List.of("-stats_enc_pre", "pipe:2", "-stats_enc_pre_fmt", STAMP + "{ptsi} {tbi}"));
        all.addAll(List.of("-c:v", "rawvideo", "-pix_fmt", "rgb48le", "-f", "rawvideo", "pipe:1"));
        return all;
    }

    /** The pictures' names go to FFmpeg's concatenation on its standard input: gaps in the numbers do not end it. */
    private void feedList() {
        StringBuilder text = new StringBuilder("ffconcat version 1.0\n");
        for (Path file : images == null ? List.<Path>of() : images.files()) {
            text.append("file '")
                    .append(VideoProbe.url(file).replace("'", "'\\''"))
                    .append("'\nduration 0.04\n");
        }
        try (OutputStream list = child.input()) {
            if (images != null) {
                list.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            return; // FFmpeg ended early; next() tells why
        }
    }

    private boolean stamp(String line) {
        if (!line.startsWith(STAMP)) {
            return false;
        }
        String[] parts = line.substring(STAMP.length()).trim().split(" ");
        return stamps.add(new Stamp(Long.parseLong(parts[0]), Rational.parse(parts[1], info.timeBase())));
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
        if (images != null) {
            return new Stamp(delivered, info.timeBase());
        }
        try {
            Stamp stamp = stamps.poll(30, TimeUnit.SECONDS); // it was written before the frame it belongs to
            if (stamp != null) {
                return stamp;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(info.path() + ": no timestamp came with frame " + delivered);
    }

    private void finish(int leftover) {
        int code = child.await();
        long declared = images != null ? images.files().size() : info.frames().orElse(0);
        boolean missing = (options.wholeClip() || images != null) && delivered < declared;
        if (code != 0 || leftover > 0 || (missing && !child.complaints().isEmpty())) {
            throw new UserError(
                    ExitCode.INPUT,
                    info.path() + ": breaks off after frame " + delivered + (declared > 0 ? " of " + declared : "")
                            + " (" + child.lastWords() + ")",
                    "check the file with a player, or restore the readable part with --frames " + delivered);
        }
        if (delivered == 0) {
            throw noFrames();
        }
    }

    private UserError noFrames() {
        if (options.start() > 0) {
            return new UserError(
                    ExitCode.INPUT,
                    info.path() + ": no frame at or after " + options.start() + " s"
                            + (info.duration().isPresent()
                                    ? ", it lasts " + info.duration().getAsDouble() + " s"
                                    : ""),
                    "choose an earlier --start");
        }
        return new UserError(
                ExitCode.INPUT,
                info.path() + ": has a video stream but no frame in it",
                "check the file with a player");
    }
}
