package zvrd.backbone;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/** The shortest loop that walks through a restorer's moves, and toy networks whose answers are known. */
final class Walk {
    static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);

    private Walk() {}

    /** Every move of {@code backbone}; the restored image, in the caller's scope. */
    static Tensor restore(Backbone backbone, Measurement m, Denoiser network, NoiseDraws noise) {
        try (var scope = new TensorScope()) {
            var sample = new Sample(backbone.start(m, noise), null);
            for (Move move : backbone.moves()) {
                Prediction prediction = move.denoise() ? network.predict(sample.xt(), move.t()) : null;
                sample = backbone.step(move, sample, prediction, m, Guidance.none(), noise);
            }
            return scope.keep(sample.xt());
        }
    }

    /** Seeded noise, the same for all frames. */
    static NoiseDraws noise(long seed) {
        var source = new NoiseSource(seed);
        return (stream, draw, shape) -> TensorScope.compute(() ->
                source.normal(stream, draw, 0, shape[1], shape[2], shape[3]).expand(shape));
    }

    /** Noise that fails when the same numbers are asked for twice. */
    static NoiseDraws noiseOnce(long seed, Set<String> asked) {
        NoiseDraws source = noise(seed);
        return (NoiseStream stream, int draw, long... shape) -> {
            if (!asked.add(stream + " " + draw)) {
                throw new AssertionError("drew " + stream + " " + draw + " twice");
            }
            return source.draw(stream, draw, shape);
        };
    }

    static NoiseDraws noiseOnce(long seed) {
        return noiseOnce(seed, new HashSet<>());
    }

    /** The exact denoiser of white images: x_0 ~ N(0, variance), so E[x_0 | x_t] = √ᾱ v x_t / (ᾱ v + 1 - ᾱ). */
    static Denoiser white(double variance) {
        return linear(t -> {
            double at = SCHEDULE.alphaBar(t);
            return Math.sqrt(at) * variance / (at * variance + 1 - at);
        });
    }

    /** The exact denoiser of a world with one image. */
    static Denoiser knowing(Tensor image) {
        return new Toy((xt, t) -> image, t -> 0);
    }

    /** Believes the clean image to be {@code share} of what it sees. */
    private static Denoiser linear(IntToDoubleFunction share) {
        return new Toy((xt, t) -> xt.mul(new Scalar(share.applyAsDouble(t))), share);
    }

    /** What a toy network believes the clean image is. */
    @FunctionalInterface
    interface Belief {
        Tensor x0(Tensor xt, int t);
    }

    /** {@code slope} is the share of a change of x_t by which its belief changes. */
    private record Toy(Belief belief, IntToDoubleFunction slope) implements Denoiser {
        @Override
        public Prediction predict(Tensor xt, int t) {
            double at = SCHEDULE.alphaBar(t);
            double derivative = (1 - Math.sqrt(at) * slope.applyAsDouble(t)) / Math.sqrt(1 - at);
            return new Prediction(
                    TensorScope.compute(() ->
                            xt.sub(belief.x0(xt, t), new Scalar(Math.sqrt(at))).div(new Scalar(Math.sqrt(1 - at)))),
                    null,
                    u -> u.mul(new Scalar(derivative)));
        }

        @Override
        public NoiseSchedule schedule() {
            return SCHEDULE;
        }
    }

    /** The largest absolute difference. */
    static double distance(Tensor a, @Nullable Tensor b) {
        double[] d = new double[1];
        TensorScope.run(() -> d[0] = (b == null ? a : a.sub(b)).abs().max().item_double());
        return d[0];
    }
}
