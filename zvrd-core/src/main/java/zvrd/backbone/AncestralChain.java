package zvrd.backbone;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import zvrd.degradation.Measurement;
import zvrd.diffusion.GaussianSteps;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * Ancestral sampling of DDPM (arXiv:2006.11239, algorithm 2) down some of a schedule's levels, with the variance the
 * network learned (improved DDPM, arXiv:2102.09672) or, where it learned none, the posterior's.
 */
final class AncestralChain {
    private final NoiseSchedule chain;
    private final GaussianSteps steps;
    private final int[] levels;
    private final List<Move> moves;

    /** Down {@code levels}, which ascend, of {@code schedule}, with the journeys of {@code travel}. */
    AncestralChain(NoiseSchedule schedule, TimeTravel travel, int... levels) {
        this.chain = schedule.respaced(levels);
        this.steps = new GaussianSteps(chain);
        this.levels = levels.clone();
        this.moves = travel.moves(levels);
    }

    List<Move> moves() {
        return moves;
    }

    /** σ̄ of the level at which {@code move} begins. */
    double sigmaBar(Move move) {
        return chain.sigmaBar(place(move));
    }

    /** The sample of the first move: {@code guess} with the noise of its level, or noise alone where there is no guess. */
    Tensor start(@Nullable Tensor guess, Measurement m, NoiseDraws noise) {
        return TensorScope.compute(() -> {
            Tensor image = guess == null ? m.operator().adjoint(m.y()) : guess; // for its shape
            Tensor z = noise.draw(NoiseStream.START, 0, image.shape());
            return guess == null ? z : noised(moves.get(0), guess, z);
        });
    }

    /** {@code clean} with the noise of the level at which {@code move} begins. */
    Tensor noised(Move move, Tensor clean, Tensor z) {
        return steps.noised(clean, z, place(move));
    }

    /** x̃0, the clean image that {@code seen} implies of {@code xt}, held in [-1, 1]. */
    Tensor believed(Move move, Tensor xt, Prediction seen) {
        return TensorScope.compute(() -> Pixels.clamp(steps.x0(xt, seen.epsilon(), place(move))));
    }

    /** ∂x̃0/∂x_tᵀ g, through the clamp and the network: (g - √(1-ᾱ_t) Jᵀg) / √ᾱ_t where x̃0 is inside [-1, 1]. */
    Tensor pulledBack(Move move, Tensor xt, Prediction seen, Tensor g) {
        double noise = chain.sigmaBar(place(move));
        double signal = Math.sqrt(chain.alphaBar(place(move)));
        return TensorScope.compute(() -> {
            Tensor inside = steps.x0(xt, seen.epsilon(), place(move)).abs().le(new Scalar(1.0));
            Tensor free = g.mul(inside);
            return free.mul(new Scalar(1 / signal)).sub(seen.pullback().of(free), new Scalar(noise));
        });
    }

    /** ln σ² of the move: [N, 3, H, W], or one number where the network learned none. */
    Tensor logVariance(Move move, Prediction seen) {
        Tensor v = seen.variance();
        int j = place(move);
        return v == null ? Pixels.number(chain.posteriorLogVariance(j)) : steps.learnedLogVariance(v, j);
    }

    /**
     * A draw from N(μ(x_t, x̃0) + shift, σ²). A move to the clean image draws nothing, and there μ is x̃0, wherever it
     * begins.
     */
    Tensor next(Move move, Tensor xt, Tensor x0, Tensor shift, Tensor logVariance, NoiseDraws noise) {
        return TensorScope.compute(() -> {
            if (move.s() < 0) {
                return x0.add(shift);
            }
            Tensor z = noise.draw(NoiseStream.STEP, move.index(), x0.shape());
            Tensor deviation = logVariance.mul(new Scalar(0.5)).exp();
            return steps.posteriorMean(xt, x0, place(move)).add(shift).add(deviation.mul(z));
        });
    }

    /** Up by one visited level: x_s = √(1-β_s) x_t + √β_s z. */
    Tensor noisier(Move move, Tensor xt, Tensor z) {
        double beta = chain.beta(Arrays.binarySearch(levels, move.s()));
        return TensorScope.compute(() -> xt.mul(new Scalar(Math.sqrt(1 - beta))).add(z, new Scalar(Math.sqrt(beta))));
    }

    /** The index of the level at which {@code move} begins among those visited. */
    private int place(Move move) {
        return Arrays.binarySearch(levels, move.t());
    }
}
