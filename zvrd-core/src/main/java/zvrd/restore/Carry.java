package zvrd.restore;

import java.io.IOException;
import java.util.List;
import zvrd.journal.SealedInput;
import zvrd.journal.SealedOutput;

/**
 * What a window leaves to the next one of its shot.
 *
 * @param anchors its last frames, as far as the next one takes them over
 * @param noise the random numbers of those
 * @param learned about the degradation
 */
record Carry(Anchors anchors, WindowNoise.Trail noise, List<HeldTensor> learned) {
    static final Carry NONE = new Carry(Anchors.NONE, WindowNoise.Trail.none(), List.of());

    /** What of it {@code window} goes on with: what was learned also where no frame is taken over. */
    Carry into(Window window) {
        return window.anchors() == 0 ? new Carry(Anchors.NONE, WindowNoise.Trail.none(), learned) : this;
    }

    void writeTo(SealedOutput out) throws IOException {
        out.number(anchors.count());
        out.floats(anchors.clean());
        noise.writeTo(out);
        HeldTensor.writeAll(learned, out);
    }

    static Carry read(SealedInput in) throws IOException {
        int anchors = in.count();
        return new Carry(new Anchors(in.floats(), anchors), WindowNoise.Trail.read(in), HeldTensor.readAll(in));
    }
}
