package zvrd.restore;

import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import zvrd.backbone.Backbone;
import zvrd.backbone.Guidance;
import zvrd.backbone.Move;
import zvrd.backbone.NoiseDraws;
import zvrd.backbone.Sample;
import zvrd.degradation.Measurement;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.Prediction;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/** The sampling loop of one group of frames: from y through every move of the backbone to x̂. */
final class FrameRestorer {
    private final Backbone backbone;
    private final Denoiser denoiser;
    private final NoiseSource source;

    FrameRestorer(Backbone backbone, Denoiser denoiser, NoiseSource source) {
        this.backbone = backbone;
        this.denoiser = denoiser;
        this.source = source;
    }

    /**
     * Restores what {@code m} measured of the frames from {@code firstFrame} on; call it inside a scope.
     *
     * @param steps told the number of each step that is done, from 1
     * @return x̂ [N, 3, H, W], not clamped, in the caller's scope
     */
    Tensor restore(Measurement m, int firstFrame, IntConsumer steps) {
        KernelThreads.single(); // between evaluations too, the shape of the work is fixed
        try (var inference = new NoGradGuard()) {
            NoiseDraws noise = noiseFrom(firstFrame);
            Held state = Held.of(() -> new Sample(backbone.start(m, noise), null));
            for (Move move : backbone.moves()) {
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted");
                }
                state = next(state, move, m, noise);
                steps.accept(move.index() + 1);
            }
            return Tensors.of(state.xt(), state.shape());
        }
    }

    /** One move in a scope of its own, so that only x_s and x̂0 outlive it. */
    private Held next(Held state, Move move, Measurement m, NoiseDraws noise) {
        return Held.of(() -> {
            Sample sample = state.sample();
            @Nullable Prediction prediction = move.denoise() ? denoiser.predict(sample.xt(), move.t()) : null;
            return backbone.step(move, sample, prediction, m, Guidance.none(), noise);
        });
    }

    /** Every frame draws numbers of its own, by its index in the job. */
    private NoiseDraws noiseFrom(int firstFrame) {
        return (stream, draw, shape) -> TensorScope.compute(() -> {
            var frames = new TensorVector();
            for (int n = 0; n < shape[0]; n++) {
                frames.push_back(source.normal(stream, draw, firstFrame + n, shape[1], shape[2], shape[3]));
            }
            return torch.cat(frames, 0);
        });
    }

    /** A sample between two moves, on the Java heap: no native memory outlives a move. */
    private record Held(float[] xt, float @Nullable [] x0, long[] shape) {
        /** Runs {@code step} in a scope of its own and holds what it leaves. */
        static Held of(Supplier<Sample> step) {
            try (var scope = new TensorScope()) {
                Sample sample = step.get();
                Tensor x0 = sample.x0();
                return new Held(
                        Tensors.toFloats(sample.xt()),
                        x0 == null ? null : Tensors.toFloats(x0),
                        Tensors.shape(sample.xt()));
            }
        }

        Sample sample() {
            return new Sample(Tensors.of(xt, shape), x0 == null ? null : Tensors.of(x0, shape));
        }
    }
}
