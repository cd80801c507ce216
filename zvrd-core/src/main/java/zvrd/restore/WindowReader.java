package zvrd.restore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.DegradationOperator;
import zvrd.media.Frame;
import zvrd.media.FrameReader;

/**
 * Cuts a clip, as it is read, into windows that never reach across a cut between two shots. Operators are asked for frame
 * by frame, in order and once for each, so that masks can be read beside the clip.
 */
final class WindowReader {
    private final FrameReader reader;
    private final WindowPlan plan;
    private final ShotCuts cuts;
    private final OperatorPlan operators;
    private @Nullable Frame pending;
    private List<Damaged> overlap = List.of();
    private boolean goesOn;
    private int shot;

    private record Damaged(Frame frame, DegradationOperator operator) {}

    /** Windows from {@code first} on, which was read from {@code reader} already. */
    WindowReader(Frame first, FrameReader reader, WindowPlan plan, ShotCuts cuts, OperatorPlan operators) {
        this.operators = operators;
        this.pending = first;
        this.reader = reader;
        this.plan = plan;
        this.cuts = cuts;
    }

    /** The next window, or null after the last. */
    @Nullable
    Window next() {
        if (pending == null) {
            return null;
        }
        var frames = new ArrayList<>(overlap);
        int anchors = frames.size();
        boolean begun = goesOn;
        shot = begun || plan.frames() == 1 ? shot : pending.index();
        boolean sameShot = true;
        while (pending != null && frames.size() < plan.frames() && sameShot) {
            Frame frame = pending;
            frames.add(new Damaged(frame, operators.forFrame(frame.index(), frame.height(), frame.width())));
            pending = reader.next();
            sameShot = plan.frames() > 1 && pending != null && !cuts.between(frame, pending);
        }
        goesOn = sameShot;
        int kept = sameShot ? Math.min(plan.overlap(), frames.size()) : 0;
        overlap = List.copyOf(frames.subList(frames.size() - kept, frames.size()));
        return new Window(
                frames.stream().map(Damaged::frame).toList(),
                frames.stream().map(Damaged::operator).toList(),
                shot,
                begun,
                anchors,
                sameShot);
    }
}
