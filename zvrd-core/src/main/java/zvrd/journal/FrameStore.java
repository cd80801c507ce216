package zvrd.journal;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import zvrd.ExitCode;
import zvrd.UserError;
import zvrd.media.Frame;
import zvrd.media.Rational;

/** Restored frames on disk, each in a file of its own, bit for bit as they were; not compressed, so that their size is known. */
public final class FrameStore {
    private static final String KIND = "frame";
    private static final long HEAD =
            8 + 32 + (10 + Unexplained.MOST_NUMBERS) * Long.BYTES + 8; // mark, digest, numbers, checksum
    private static final int CHUNK = 1 << 14;
    private static final int BOTH_BYTES = 257; // a sample whose two bytes are the same, as 8-bit ones are

    private final WorkFolder work;

    FrameStore(WorkFolder work) {
        this.work = work;
    }

    /**
     * The window that a frame was restored in.
     *
     * @param first index of the first frame that was restored in it
     * @param count how many were
     * @param continues whether the next window is of the same shot
     */
    public record Place(int first, int count, boolean continues) {
        /** Index of the frame after its last. */
        public int end() {
            return first + count;
        }
    }

    /**
     * What is known of a frame that is kept.
     *
     * @param place the window it was restored in
     * @param unexplained what it leaves of its measurement
     */
    public record Entry(Place place, Unexplained unexplained) {}

    private record Head(Entry kept, int index, long pts, Rational timeBase, int width, int height, int sampleBytes) {
        static Head read(SealedInput in) throws IOException {
            int index = in.count();
            var place = new Place(in.count(), in.count(), in.number() == 1);
            return new Head(
                    new Entry(place, Unexplained.read(in)),
                    index,
                    in.number(),
                    new Rational(in.number(), in.number()),
                    in.count(),
                    in.count(),
                    in.count());
        }
    }

    /** Bytes on disk that a frame of {@code width} × {@code height} pixels takes at most, restored to {@code bitDepth} bits. */
    public static long mostBytes(int width, int height, int bitDepth) {
        return HEAD + 3L * width * height * (bitDepth > Byte.SIZE ? Short.BYTES : Byte.BYTES);
    }

    /**
     * Keeps {@code frame} and what is known of it; it is durable when this returns.
     *
     * @throws UserError exit 5 where the disk does not take it
     */
    public void put(Frame frame, Entry kept) {
        int sampleBytes = isOfBytes(frame.rgb()) ? Byte.BYTES : Short.BYTES;
        work.save(WorkFolder.name(KIND, frame.index()), out -> {
            out.number(frame.index());
            out.number(kept.place().first());
            out.number(kept.place().count());
            out.number(kept.place().continues() ? 1 : 0);
            kept.unexplained().write(out);
            out.number(frame.pts());
            out.number(frame.timeBase().num());
            out.number(frame.timeBase().den());
            out.number(frame.width());
            out.number(frame.height());
            out.number(sampleBytes);
            writeSamples(out, frame.rgb(), sampleBytes);
        });
    }

    private static boolean isOfBytes(short[] rgb) {
        for (short value : rgb) {
            if (Short.toUnsignedInt(value) % BOTH_BYTES != 0) {
                return false;
            }
        }
        return true;
    }

    private static void writeSamples(SealedOutput out, short[] rgb, int sampleBytes) throws IOException {
        for (int done = 0; done < rgb.length; done += CHUNK) {
            byte[] bytes = new byte[Math.min(CHUNK, rgb.length - done) * sampleBytes];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (rgb[done + i / sampleBytes] >> Byte.SIZE * (i % sampleBytes));
            }
            out.bytes(bytes);
        }
    }

    /**
     * The frame {@code index}, as it was.
     *
     * @throws UserError exit 5 where it is no longer whole
     */
    public Frame get(int index) {
        Frame frame = work.load(WorkFolder.name(KIND, index), in -> read(in, index));
        if (frame == null) {
            throw new UserError(
                    ExitCode.RESOURCES,
                    work.path() + ": frame " + index + " is no longer what was written there",
                    "check that disk; the same command again restores what is lost");
        }
        return frame;
    }

    private static @Nullable Frame read(SealedInput in, int index) throws IOException {
        Head head = Head.read(in);
        if (head.index() != index) {
            return null;
        }
        short[] rgb = new short[Math.multiplyExact(3, Math.multiplyExact(head.width(), head.height()))];
        for (int done = 0; done < rgb.length; done += CHUNK) {
            int now = Math.min(CHUNK, rgb.length - done);
            byte[] bytes = new byte[now * head.sampleBytes()];
            in.bytes(bytes);
            for (int i = 0; i < now; i++) {
                rgb[done + i] = sample(bytes, i, head.sampleBytes());
            }
        }
        return new Frame(index, head.pts(), head.timeBase(), head.width(), head.height(), rgb);
    }

    private static short sample(byte[] bytes, int i, int sampleBytes) {
        return (short)
                (sampleBytes == Byte.BYTES
                        ? (bytes[i] & 0xff) * BOTH_BYTES
                        : bytes[2 * i] & 0xff | bytes[2 * i + 1] << Byte.SIZE);
    }

    /** What is known of all frames that are whole, by index; the others are deleted. */
    public SortedMap<Integer, Entry> scan() {
        var kept = new TreeMap<Integer, Entry>();
        for (int index : work.numbers(KIND)) {
            Head head = work.load(WorkFolder.name(KIND, index), Head::read);
            if (head == null || head.index() != index) {
                forget(index);
            } else {
                kept.put(index, head.kept());
            }
        }
        return kept;
    }

    /** Frame {@code index} is to be restored again. */
    public void forget(int index) {
        work.delete(WorkFolder.name(KIND, index));
    }
}
