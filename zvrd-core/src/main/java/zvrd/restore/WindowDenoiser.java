package zvrd.restore;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Patch;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NetworkDenoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.motion.Motion;
import zvrd.nn.Attention;
import zvrd.temporal.AttentionSettings;
import zvrd.temporal.FrameAnswer;
import zvrd.temporal.Meeting;
import zvrd.temporal.Seat;
import zvrd.temporal.SlrEvaluation;
import zvrd.temporal.TileMotion;
import zvrd.temporal.Trajectories;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * A denoiser for a window of frames of any size: overlapping tiles go through the network and are averaged with smooth
 * weights, and the frames of a tile may look at each other. x̂0 is linear in ε where x_t is given, so averaging ε averages
 * x̂0; the projection that follows sees a seamless frame.
 *
 * <p>With attention across frames it remembers the trajectories of the step before: it then serves one window, on one thread.
 */
final class WindowDenoiser implements Denoiser {
    private final NetworkWorkers workers;
    private final NoiseSchedule schedule;
    private final TilePlan plan;
    private final List<Tile> tiles;
    private final int ahead;
    private final @Nullable SlrEvaluation together;
    private final @Nullable WindowGradient gradient;
    private final List<@Nullable List<Trajectories>> best; // of every tile

    /** One frame of one tile under way; {@code meeting} is null where it looks at itself only. */
    private record Piece(
            Supplier<FrameAnswer> answer, @Nullable Meeting meeting) {}

    /**
     * For frames of the plan's size.
     *
     * @param tilesAhead while fewer pieces (a frame's tile each) are under way, another tile's are started; it bounds memory
     *     and cannot change a pixel
     * @param attention how the frames of a window look at each other; null for not at all
     * @param gradient the way back through the network; null where it is not asked for
     */
    WindowDenoiser(
            NetworkWorkers workers,
            NoiseSchedule schedule,
            TilePlan plan,
            int tilesAhead,
            @Nullable AttentionSettings attention,
            @Nullable WindowGradient gradient) {
        this.workers = workers;
        this.schedule = schedule;
        this.plan = plan;
        this.tiles = plan.tiles();
        this.ahead = tilesAhead;
        this.gradient = gradient;
        this.together = attention == null
                ? null
                : new SlrEvaluation(
                        attentive(workers.network()), attention, frame -> gradient != null && gradient.replays(frame));
        this.best = new ArrayList<>(Collections.nCopies(tiles.size(), null));
    }

    private static NetworkDenoiser attentive(Denoiser network) {
        if (network instanceof NetworkDenoiser attentive) {
            return attentive;
        }
        throw new IllegalArgumentException("only a network with attention can look across frames, got " + network);
    }

    /** Of every tile the trajectories that the frames took last; null where they have taken none. */
    List<@Nullable List<Trajectories>> paths() {
        return new ArrayList<>(best);
    }

    /** Goes on where a run before this one had taken {@code paths}. */
    void goOn(List<@Nullable List<Trajectories>> paths) {
        for (int n = 0; n < best.size(); n++) {
            best.set(n, paths.get(n));
        }
    }

    @Override
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** The noise in {@code xt} [N, 3, H, W] while nothing is known of how its frames move. */
    @Override
    public Prediction predict(Tensor xt, int t) {
        return predict(xt, t, null, null);
    }

    /**
     * The noise in {@code xt}.
     *
     * @param xt [N, 3, H, W] of the plan's size
     * @param motion of the window, or null where it is not known
     * @param before the clean images of the step before, like {@code xt}, in which {@code motion} was seen; or null
     */
    Prediction predict(Tensor xt, int t, @Nullable Motion motion, @Nullable Tensor before) {
        List<float[]> frames = Tensors.framesOf(xt);
        var sums = new float[frames.size()][0];
        var looked = new Attention[tiles.size()][frames.size()];
        WindowMotion known = known(xt, t, motion, before);
        evaluate(frames, t, known, (n, frame, answer) -> {
            sums[frame] = blended(tiles.get(n), answer.output(), sums[frame]);
            looked[n][frame] = requireNonNullElse(answer.again(), Attention.plain());
        });
        Prediction seen = asPrediction(plan.height(), plan.width(), sums);
        if (gradient == null) {
            return seen;
        }
        if (gradient.coupled() && together != null && frames.size() > 1) {
            Attention[] window = best.stream()
                    .map(paths -> together.ofWindow(known == null ? null : paths))
                    .toArray(Attention[]::new);
            return new Prediction(seen.epsilon(), seen.variance(), u -> gradient.ofWindow(frames, t, window, u));
        }
        return new Prediction(seen.epsilon(), seen.variance(), u -> gradient.ofFrames(frames, t, looked, u));
    }

    /** The motion that attention follows at {@code t}, if any. */
    private @Nullable WindowMotion known(Tensor xt, int t, @Nullable Motion motion, @Nullable Tensor before) {
        if (xt.size(2) != plan.height() || xt.size(3) != plan.width()) {
            throw new IllegalArgumentException("x_t of " + xt.size(3) + "x" + xt.size(2)
                    + " pixels, the tile plan is for " + plan.width() + "x" + plan.height());
        }
        OptionalInt patch = together == null ? OptionalInt.empty() : together.patch(t);
        return motion == null || before == null || patch.isEmpty() || xt.size(0) == 1
                ? null
                : WindowMotion.of(motion, before, patch.getAsInt());
    }

    /** What the network says of each tile, as {@link #predict}, in no order that matters. */
    List<Patch> patches(Tensor xt, int t, @Nullable Motion motion, @Nullable Tensor before) {
        var outputs = new float[tiles.size()][(int) xt.size(0)][];
        evaluate(
                Tensors.framesOf(xt),
                t,
                known(xt, t, motion, before),
                (n, frame, answer) -> outputs[n][frame] = answer.output());
        var patches = new ArrayList<Patch>();
        for (int n = 0; n < outputs.length; n++) {
            patches.add(patch(tiles.get(n), outputs[n]));
        }
        return patches;
    }

    /** Told what the network said of one frame's tile {@code n}. */
    @FunctionalInterface
    private interface Listener {
        void hear(int n, int frame, FrameAnswer answer);
    }

    private void evaluate(List<float[]> frames, int t, @Nullable WindowMotion motion, Listener listener) {
        Queue<Piece> underWay = new ArrayDeque<>();
        int started = 0;
        try {
            for (int n = 0; n < tiles.size(); n++) {
                var found = new ArrayList<Trajectories>();
                for (int frame = 0; frame < frames.size(); frame++) {
                    for (; started < tiles.size() && underWay.size() < ahead; started++) {
                        start(started, frames, t, motion, underWay);
                    }
                    FrameAnswer answer = underWay.element().answer().get();
                    underWay.remove();
                    listener.hear(n, frame, answer);
                    if (answer.best() != null) {
                        found.add(answer.best());
                    }
                }
                if (motion != null) {
                    best.set(n, found);
                }
            }
        } finally {
            for (Piece left : underWay) { // only where something went wrong: nobody is to wait for it
                if (left.meeting() != null) {
                    left.meeting().fail(new CancellationException("another frame failed"));
                }
            }
        }
    }

    /** Starts all frames of tile {@code n}, as they may wait for each other. */
    private void start(int n, List<float[]> frames, int t, @Nullable WindowMotion motion, Queue<Piece> underWay) {
        Tile tile = tiles.get(n);
        if (together == null || frames.size() == 1) {
            for (float[] frame : frames) {
                Future<float[]> output = workers.submit(cut(tile, frame), tile.height(), tile.width(), t);
                underWay.add(new Piece(() -> new FrameAnswer(NetworkWorkers.await(output), null, null), null));
            }
            return;
        }
        var meeting = new Meeting();
        TileMotion known = motion == null ? null : motion.in(tile, best.get(n));
        for (int frame = 0; frame < frames.size(); frame++) {
            float[] pixels = cut(tile, frames.get(frame));
            int seat = frame;
            Future<FrameAnswer> answer = workers.submit(
                    turn -> met(together, tile, pixels, t, new Seat(seat, frames.size(), meeting, turn), known));
            underWay.add(new Piece(() -> NetworkWorkers.await(answer), meeting));
        }
    }

    /** The evaluation at {@code seat}; what goes wrong with it is told to all who might wait for it. */
    static FrameAnswer met(
            SlrEvaluation evaluation, Tile tile, float[] pixels, int t, Seat seat, @Nullable TileMotion motion) {
        try {
            return evaluation.evaluate(Tensors.of(pixels, 1, 3, tile.height(), tile.width()), t, seat, motion);
        } catch (RuntimeException e) {
            seat.meeting().fail(e);
            throw e;
        } catch (Error e) {
            seat.meeting().fail(new IllegalStateException(e));
            throw e;
        }
    }

    private float[] cut(Tile tile, float[] frame) {
        return tile.cut(frame, 3, plan.height(), plan.width());
    }

    private float[] blended(Tile tile, float[] piece, float[] sum) {
        int channels = piece.length / (tile.height() * tile.width());
        float[] output = sum.length == 0 ? new float[channels * plan.height() * plan.width()] : sum;
        tile.blend(piece, output, channels, plan.height(), plan.width());
        return output;
    }

    /** Without the mirrored rest of the tile. */
    private static Patch patch(Tile tile, float[]... outputs) {
        Prediction seen = asPrediction(tile.height(), tile.width(), outputs);
        Tensor v = seen.variance();
        return new Patch(
                tile.rows().start(),
                tile.columns().start(),
                new Prediction(covered(tile, seen.epsilon()), v == null ? null : covered(tile, v)));
    }

    private static Tensor covered(Tile tile, Tensor x) {
        return x.narrow(2, 0, tile.rows().length()).narrow(3, 0, tile.columns().length());
    }

    private static Prediction asPrediction(int height, int width, float[]... outputs) { // each [C, H, W], C = 3 or 6
        int channels = outputs[0].length / (height * width);
        Tensor epsilon = stacked(outputs, 0, height, width);
        return new Prediction(epsilon, channels == 6 ? stacked(outputs, 3, height, width) : null);
    }

    private static Tensor stacked(float[][] outputs, int firstChannel, int height, int width) {
        int plane = height * width;
        return TensorScope.compute(() -> {
            var frames = new TensorVector();
            for (float[] output : outputs) {
                float[] three = Arrays.copyOfRange(output, firstChannel * plane, (firstChannel + 3) * plane);
                frames.push_back(Tensors.of(three, 1, 3, height, width));
            }
            return torch.cat(frames, 0);
        });
    }
}
