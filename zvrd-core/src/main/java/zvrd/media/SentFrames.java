package zvrd.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the frames sent to an encoder, so that those it wrote can be told to be the same: of a lossless
 * output a checksum over every sample, of another one how each frame looks from afar.
 */
final class SentFrames {
    private static final double LOSSY =
            24; // levels; coarse quantisers and halved chroma included; black or green is not
    private static final double CLEARLY = 2; // levels by which frames that were exchanged look more like each other

    private final int bits; // 0 where samples are not kept exactly
    private final List<FrameLook> looks = new ArrayList<>();
    private int[] sums = new int[256];
    private int count;
    private int early = -1; // the frame that looked like its successor, if the last one did
    private byte[] levels = new byte[0];

    /** @param exactBits bits a sample of an output that keeps every one of them */
    SentFrames(OptionalInt exactBits) {
        bits = exactBits.orElse(0);
    }

    /** Remembers a frame; returns its samples, rounded to the output's bits, as they must be sent. */
    short[] add(Frame frame) {
        if (bits == 0) {
            looks.add(look(frame));
            count++;
            return frame.rgb();
        }
        short[] sent = new short[frame.rgb().length];
        int top = (1 << bits) - 1;
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (short) ((65535L * level(frame.rgb()[i], top) + top / 2) / top);
        }
        if (count == sums.length) {
            sums = Arrays.copyOf(sums, 2 * count);
        }
        sums[count++] = sum(sent);
        return sent;
    }

    int count() {
        return count;
    }

    /** Asked of one frame after another: what is wrong with the one {@code read} from the output in the place of the one sent; null if nothing is. */
    @Nullable
    String fault(int index, Frame read) {
        if (bits > 0) {
            return sums[index] == sum(read.rgb()) ? null : "the samples of frame " + index + " were changed";
        }
        FrameLook found = look(read);
        double distance = found.distance(looks.get(index));
        if (!(distance <= LOSSY)) {
            return String.format(
                    Locale.ROOT, "frame %d is off by %.1f levels on average, %.1f are allowed", index, distance, LOSSY);
        }
        boolean exchanged = index > 0 && early == index - 1 && looksLike(index - 1, found, distance);
        early = index + 1 < count && looksLike(index + 1, found, distance) ? index : -1;
        return exchanged ? "frames " + (index - 1) + " and " + index + " were exchanged" : null;
    }

    /** Whether {@code found}, so far from its own frame, is clearly closer to another; coarse codecs let frames lag. */
    private boolean looksLike(int other, FrameLook found, double distance) {
        return found.distance(looks.get(other)) < distance - CLEARLY;
    }

    private static FrameLook look(Frame frame) {
        return new FrameLook(frame.rgb(), frame.width(), frame.height());
    }

    /** Of the levels, since the way through 16 bits may round by one of those. */
    private int sum(short[] rgb) {
        if (levels.length != 2 * rgb.length) {
            levels = new byte[2 * rgb.length];
        }
        var buffer = ByteBuffer.wrap(levels).asShortBuffer();
        int top = (1 << bits) - 1;
        for (short sample : rgb) {
            buffer.put((short) level(sample, top));
        }
        CRC32C sum = new CRC32C();
        sum.update(levels);
        return (int) sum.getValue();
    }

    private static int level(short sample, int top) {
        return (int) (((sample & 0xffffL) * top + 32767) / 65535);
    }
}
