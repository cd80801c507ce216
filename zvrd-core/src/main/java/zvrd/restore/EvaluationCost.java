package zvrd.restore;

import java.util.ArrayList;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import zvrd.motion.Motion;
import zvrd.motion.OpticalFlow;
import zvrd.motion.OpticalFlows;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;

/**
 * What one evaluation of a prior costs on this machine, measured.
 *
 * @param seconds per evaluation of a tile, with all threads busy
 * @param tile side of the tile in pixels
 * @param threads evaluations at a time
 */
public record EvaluationCost(double seconds, int tile, int threads) {
    private static final int LEVEL = 250;
    private static final double TRIAL_SECONDS = 2;

    /** Measures {@code rounds} evaluations on each of {@code threads} threads, after one to warm up. */
    public static EvaluationCost measure(Prior prior, int tile, int threads, int rounds) {
        try (var workers = new NetworkWorkers(prior.denoiser(), threads)) {
            evaluate(workers, tile, threads);
            long begin = System.nanoTime();
            evaluate(workers, tile, threads * rounds);
            return new EvaluationCost(secondsSince(begin) / (threads * rounds), tile, threads);
        }
    }

    /**
     * Measures the steps of a window as {@code plan} of {@code request} has it, on one tile of noise: evaluations of frames
     * that look at each other, and the motion that they follow, which both depend on how far sampling has come.
     */
    public static EvaluationCost measure(Prior prior, ClipPlan plan, RestoreRequest request) {
        TilePlan tiles = plan.tiles().first();
        int threads = request.resources().threads();
        int frames = plan.temporal().couplesFrames() ? plan.windows().frames() : threads;
        try (var workers = new NetworkWorkers(prior.denoiser(), threads);
                OpticalFlow flow = OpticalFlows.create(request.temporal().flow(), threads);
                var scope = new TensorScope();
                var inference = new NoGradGuard()) {
            var window = new WindowDenoiser(
                    workers,
                    prior.schedule(),
                    tiles,
                    WindowFactory.PIECES_PER_THREAD * threads,
                    plan.temporal().attention(),
                    null);
            Tensor xt = new NoiseSource(0)
                    .normal(NoiseStream.START, 0, 0, 3, tiles.height(), tiles.width())
                    .repeat(frames, 1, 1, 1);
            var coupling = new FrameCoupling(plan.temporal(), flow, null);
            int[] levels = {plan.levelAt(0.25), plan.levelAt(0.75)};
            step(window, coupling, xt, levels[1]);
            long begin = System.nanoTime();
            int steps = 0;
            for (; steps < 2 || secondsSince(begin) < TRIAL_SECONDS; steps += 2) {
                step(window, coupling, xt, levels[0]);
                step(window, coupling, xt, levels[1]);
            }
            return new EvaluationCost(secondsSince(begin) / (steps * frames), tiles.tile(), threads);
        }
    }

    private static void step(WindowDenoiser window, FrameCoupling coupling, Tensor xt, int t) {
        try (var scope = new TensorScope()) {
            Motion motion = coupling.settings().couplesFrames() ? coupling.motion(xt, t) : null;
            window.predict(xt, t, motion, xt);
        }
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void evaluate(NetworkWorkers workers, int tile, int count) {
        float[] grey = new float[3 * tile * tile];
        var underWay = new ArrayList<Future<float[]>>();
        for (int k = 0; k < count; k++) {
            underWay.add(workers.submit(grey, tile, tile, LEVEL));
        }
        underWay.forEach(NetworkWorkers::await);
    }
}
