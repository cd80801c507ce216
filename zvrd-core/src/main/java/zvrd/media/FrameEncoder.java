package zvrd.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import zvrd.ExitCode;
import zvrd.UserError;

/**
 * The FFmpeg child that frames are sent to. Its own queues would take dozens of frames, half a gigabyte at 1080p, so it
 * tells when one has reached the encoder, and only a few are on their way at a time.
 */
final class FrameEncoder implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final String TAKEN = "zvrd-taken";
    private static final int LEAST_UNDERWAY = 8; // enough for FFmpeg to know the stream and for every thread to be busy
    private static final long BYTES_UNDERWAY = 64L << 20; // far more than FFmpeg looks at before it begins

    private final Path path;
    private final Child child;
    private final MatroskaFrames pipe;
    private final long origin;
    private final Semaphore room;

    private FrameEncoder(Path path, Child child, MatroskaFrames pipe, long origin, Semaphore room) {
        this.path = path;
        this.child = child;
        this.pipe = pipe;
        this.origin = origin;
        this.room = room;
    }

    /**
     * Starts the encoder.
     *
     * @param path the output's name, for messages
     * @param firstShown nanoseconds of the first frame; whole seconds are added on the pipe, which cannot count below 0
     */
    static FrameEncoder start(
            Path path, VideoInfo source, int width, int height, List<String> arguments, long firstShown)
            throws IOException {
        long origin = Math.min(0, Math.floorDiv(firstShown, SECOND) * SECOND);
        Semaphore room = new Semaphore((int) Math.max(LEAST_UNDERWAY, BYTES_UNDERWAY / (6L * width * height)));
        List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostats", "-nostdin", "-v", "error", "-copyts"));
        all.addAll(List.of("-filter_threads", "1")); // several halve chroma at other places
        if (origin < 0) {
            all.addAll(List.of("-itsoffset", Long.toString(origin / SECOND)));
        }
        all.addAll(List.of("-threads", "1", "-thread_queue_size", "1", "-f", "matroska", "-i", "pipe:0"));
        all.addAll(arguments.subList(0, arguments.size() - 1));
        all.addAll(List.of("-stats_enc_pre", "pipe:2", "-stats_enc_pre_fmt", TAKEN));
        all.add(arguments.get(arguments.size() - 1)); // the output's name stands last
        Child child = new Child(FfmpegBinary.get().command("ffmpeg", all), line -> taken(line, room));
        FrameEncoder encoder =
                new FrameEncoder(path, child, new MatroskaFrames(child.input(), width, height), origin, room);
        encoder.begin(source.frameRate());
        return encoder;
    }

    private static boolean taken(String line, Semaphore room) {
        if (!line.contains(TAKEN)) {
            return false;
        }
        room.release();
        return true;
    }

    private void begin(Rational frameRate) {
        try {
            pipe.header(frameRate);
        } catch (IOException broken) {
            UserError error = failure(broken);
            close();
            throw error;
        }
    }

    /** Sends a frame; waits while too many are underway. */
    void send(long shown, short[] rgb) {
        try {
            boolean free = room.tryAcquire();
            while (!free && child.alive()) {
                free = room.tryAcquire(100, TimeUnit.MILLISECONDS);
            }
            pipe.frame(shown - origin, rgb);
        } catch (IOException broken) {
            throw failure(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing " + path, interrupted);
        }
    }

    /** Waits until everything sent is written. */
    void finish() {
        try {
            child.input().close();
        } catch (IOException broken) {
            throw failure(broken);
        }
        if (child.await() != 0) {
            throw FfmpegRun.failure(child, path);
        }
    }

    @Override
    public void close() {
        child.close();
    }

    private UserError failure(IOException broken) {
        child.await();
        if (!child.complaints().isEmpty()) {
            return FfmpegRun.failure(child, path);
        }
        return new UserError(
                ExitCode.OUTPUT,
                path + ": could not be written (" + broken.getMessage() + ")",
                "check that the folder exists and can be written to",
                broken);
    }
}
