package zvrd.restore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.DegradationOperator;
import zvrd.degradation.FramewiseOperator;
import zvrd.degradation.Measurement;
import zvrd.degradation.Task;
import zvrd.media.Frame;
import zvrd.media.FrameReader;
import zvrd.tensor.Images;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Restores the frames of a clip into its journal: windows whose frames know of each other follow one another; frames that
 * stand alone are restored in lanes side by side.
 */
final class ClipRestorer {
    private final RestoreRequest request;
    private final ClipPlan plan;
    private final WindowFactory windows;
    private final Journal journal;
    private final StepListener listener;
    private final int bitDepth;

    ClipRestorer(
            RestoreRequest request,
            ClipPlan plan,
            WindowFactory windows,
            Journal journal,
            StepListener listener,
            int sourceBits) {
        this.request = request;
        this.journal = journal;
        this.bitDepth = request.writing().bitDepth().orElse(Math.max(8, sourceBits));
        this.plan = plan;
        this.windows = windows;
        this.listener = listener;
    }

    /** All frames into the journal. */
    void restoreAll(Frame first, FrameReader reader) throws InterruptedException {
        listener.found(journal.found());
        if (journal.whole() >= 0) {
            return;
        }
        ExecutorService lanes = DaemonThreads.fixed("lane", plan.load().lanes());
        boolean whole = false;
        try {
            journal.complete(restoreAll(windows.reader(first, reader), lanes));
            whole = true;
        } catch (InterruptedException | CancellationException e) {
            journal.saveAll(); // at once: the evaluations under way may take a while to end
            throw new InterruptedRestoration(request.output() + ": " + journal.howFar(plan.steps()), e);
        } finally {
            if (!whole) {
                journal.saveAll();
            }
            DaemonThreads.stop(lanes);
        }
    }

    private int restoreAll(WindowReader reader, ExecutorService lanes) throws InterruptedException {
        var underWay = new ArrayDeque<Future<Window>>();
        int frames = 0;
        for (@Nullable Window next = reader.next(); next != null || !underWay.isEmpty(); ) {
            if (next != null && underWay.size() < plan.load().lanes()) {
                Window window = next;
                frames += window.fresh().size();
                if (!journal.holds(window)) {
                    underWay.add(lanes.submit(() -> restore(window), window));
                }
                next = reader.next();
            } else {
                written(await(underWay.remove()));
            }
        }
        return frames;
    }

    private void restore(Window window) {
        try (var scope = new TensorScope()) {
            Measurement m = measurement(window);
            Carry known = journal.before(window);
            WindowNoise noise = windows.noise(window, known.noise());
            WindowState before = goingOn(window);
            WindowRestorer.Restored restored = windows.restorer(noise, known.anchors(), known.learned())
                    .restore(m, before, state -> stepped(window, state));
            Tensor x = restored.x();
            var left = new Carry(
                    Anchors.last(x, windows.carried(window)),
                    noise.trail(),
                    restored.learned().stream().map(HeldTensor::of).toList());
            Tensor surprise = restored.surprise() // A x̂ - y
                    .narrow(0, window.anchors(), window.fresh().size());
            List<Frame> frames =
                    frames(window, m.y(), plan.noise().shown(m.operator().crop(x)));
            journal.finish(window, left, frames, UnexplainedTiles.of(surprise, m.operator()));
        }
    }

    private Measurement measurement(Window window) {
        var measured = new TensorVector();
        for (int n = 0; n < window.frames().size(); n++) {
            Frame frame = window.frames().get(n);
            DegradationOperator operator = window.operators().get(n);
            Tensor rgb = Images.fromRgb16(frame.rgb(), frame.width(), frame.height());
            measured.push_back(plan.noise().seen(operator.extend(operator.recorded(rgb))));
        }
        return new Measurement(
                torch.cat(measured, 0),
                FramewiseOperator.of(window.operators()),
                plan.noise().sigma(),
                plan.noise().kind());
    }

    private List<Frame> frames(Window window, Tensor y, Tensor x) {
        var frames = new ArrayList<Frame>();
        for (int n = window.anchors(); n < window.frames().size(); n++) {
            Frame source = window.frames().get(n);
            FrameCheck.requireFinite(source, x.narrow(0, n, 1));
            short[] pixels = pixels(window, n, x.narrow(0, n, 1));
            FrameCheck.requireContent(source, y.narrow(0, n, 1), pixels);
            frames.add(new Frame(source.index(), source.pts(), source.timeBase(), plan.width(), plan.height(), pixels));
        }
        return frames;
    }

    private short[] pixels(Window window, int n, Tensor x) {
        boolean keptLuma = request.prior().restorer().task() == Task.COLORIZE
                && plan.noise().levels() == 0; // else its noise would come back
        if (!keptLuma) {
            return Images.toRgb16(x, bitDepth);
        }
        try (var scope = new TensorScope()) { // the luma of white is 1, but for what a mask hides
            float[] known = Tensors.toFloats(window.operators().get(n).forward(torch.ones_like(x)));
            return KeptLuma.pixels(x, known, window.frames().get(n).rgb(), bitDepth);
        }
    }

    /** Where an earlier run had come to; null where {@code window} begins. */
    private @Nullable WindowState goingOn(Window window) {
        WindowState state = journal.begin(window);
        if (state != null) {
            synchronized (this) {
                listener.goingOn(window.fresh().get(0).index(), window.fresh().size(), state.moves());
            }
        }
        return state;
    }

    private void stepped(Window window, WindowState state) {
        journal.reached(window, state);
        synchronized (this) {
            listener.stepped(window.fresh().get(0).index(), window.fresh().size(), state.moves());
        }
    }

    private synchronized void written(Window window) {
        window.fresh().forEach(frame -> listener.written(frame.index()));
    }

    private static Window await(Future<Window> lane) throws InterruptedException {
        try {
            return lane.get();
        } catch (ExecutionException e) {
            throw NetworkWorkers.failure(e);
        }
    }
}
