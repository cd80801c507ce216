package zvrd.restore;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Backbone;
import zvrd.backbone.Guidance;
import zvrd.backbone.Move;
import zvrd.backbone.NoiseDraws;
import zvrd.backbone.Patch;
import zvrd.backbone.Patchwise;
import zvrd.backbone.Sample;
import zvrd.degradation.Measurement;
import zvrd.diffusion.Prediction;
import zvrd.motion.Motion;
import zvrd.temporal.EarlyStopping;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The sampling loop of one window of frames: from y through every move of the backbone to x̂. */
final class WindowRestorer {
    private final Backbone backbone;
    private final List<Move> moves;
    private final WindowDenoiser denoiser;
    private final WindowNoise noise;
    private final FrameCoupling coupling;
    private final Anchors anchors;
    private final List<HeldTensor> learned;

    /**
     * Restores one window, once.
     *
     * @param denoiser of this window's frames
     * @param noise of this window's frames
     * @param coupling what ties the frames to each other
     * @param anchors frames at the window's beginning that are known
     * @param learned what the window before found out about the degradation, as its restorer orders it
     */
    WindowRestorer(
            Backbone backbone,
            WindowDenoiser denoiser,
            WindowNoise noise,
            FrameCoupling coupling,
            Anchors anchors,
            List<HeldTensor> learned) {
        this.backbone = backbone;
        this.moves = EarlyStopping.cut(backbone.moves(), coupling.settings().stopAt());
        this.denoiser = denoiser;
        this.noise = noise;
        this.coupling = coupling;
        this.anchors = anchors;
        this.learned = learned;
    }

    /**
     * Restores what {@code m} measured; call it inside a scope.
     *
     * @param from where a run before this one had come to, or null to begin
     * @param reached told the state after each step
     * @return tensors in the caller's scope
     */
    Restored restore(Measurement m, @Nullable WindowState from, Consumer<WindowState> reached) {
        KernelThreads.single(); // between evaluations too, the shape of the work is fixed
        try (var inference = new NoGradGuard()) {
            HeldSample state = from == null ? HeldSample.of(() -> start(m)) : goOn(from);
            for (int k = from == null ? 0 : from.moves(); k < moves.size(); k++) {
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted");
                }
                HeldSample before = state;
                int index = k;
                state = HeldSample.of(() -> next(before.sample(), index, m));
                reached.accept(new WindowState(k + 1, state, noise.trail(), denoiser.paths()));
            }
            Sample last = state.sample();
            return new Restored(last.xt(), backbone.surprise(last, m), backbone.lasting(last.learned()));
        }
    }

    private HeldSample goOn(WindowState from) {
        noise.goOn(from.noise());
        denoiser.goOn(from.paths());
        return from.sample();
    }

    /**
     * What became of a window.
     *
     * @param x x̂ [N, 3, H, W], not clamped; its first frames are the anchors
     * @param surprise A x̂ - y, what it leaves unexplained
     * @param learned what was found out about the degradation that holds for the next window too
     */
    record Restored(Tensor x, Tensor surprise, List<Tensor> learned) {}

    private Sample start(Measurement m) {
        Tensor guess = backbone.guess(m);
        Tensor x0 = guess == null ? null : anchors.over(guess);
        int t = moves.get(0).t();
        NoiseDraws draws = noise.at(t, coupling.motion(x0, t));
        Tensor xt = backbone.start(m, draws);
        return new Sample(anchored(xt, 0, NoiseStream.START, 0, draws, m), x0, HeldTensor.tensors(learned));
    }

    /** Move {@code k}: flow of the step before, network, guidance, projection, noise. */
    private Sample next(Sample sample, int k, Measurement m) {
        Move move = moves.get(k);
        Tensor x0 = sample.x0();
        Motion motion = coupling.motion(x0, move.t());
        Guidance guidance = coupling.guidance(motion, anchors.count());
        NoiseDraws draws = noise.at(move.t(), motion);
        Sample after = step(move, sample, m, motion, guidance, draws);
        Tensor clean = after.x0() == null ? null : anchors.over(after.x0());
        if (move.s() < 0) {
            return new Sample(anchors.over(after.xt()), clean, after.learned());
        }
        NoiseStream stream = move.denoise() ? NoiseStream.STEP : NoiseStream.TRAVEL;
        return new Sample(anchored(after.xt(), k + 1, stream, move.index(), draws, m), clean, after.learned());
    }

    private Sample step(
            Move move, Sample sample, Measurement m, @Nullable Motion motion, Guidance guidance, NoiseDraws draws) {
        Tensor x0 = sample.x0();
        if (backbone instanceof Patchwise patchwise && move.denoise()) {
            List<Patch> patches = denoiser.patches(sample.xt(), move.t(), motion, x0);
            return patchwise.step(move, sample, patches, m, guidance, draws);
        }
        @Nullable Prediction prediction = move.denoise() ? denoiser.predict(sample.xt(), move.t(), motion, x0) : null;
        return backbone.step(move, sample, prediction, m, guidance, draws);
    }

    /** {@code xt} at the beginning of move {@code k} with the anchors noised to its level, by the numbers all frames drew. */
    private Tensor anchored(Tensor xt, int k, NoiseStream stream, int draw, NoiseDraws draws, Measurement m) {
        if (anchors.count() == 0) {
            return xt;
        }
        return TensorScope.compute(() -> {
            Tensor z = draws.draw(stream, draw, Tensors.shape(xt));
            return anchors.over(backbone.noised(moves.get(k), anchors.over(xt), z, m), xt);
        });
    }
}
