package zvrd.restore;

import java.util.ArrayList;
import java.util.concurrent.Future;

/**
 * What one evaluation of a prior costs on this machine, measured.
 *
 * @param seconds per evaluation of a tile, with all threads busy
 * @param tile side of the tile in pixels
 * @param threads evaluations at a time
 */
public record EvaluationCost(double seconds, int tile, int threads) {
    private static final int LEVEL = 250;

    /** Measures {@code rounds} evaluations on each of {@code threads} threads, after one to warm up. */
    public static EvaluationCost measure(Prior prior, int tile, int threads, int rounds) {
        try (var workers = new NetworkWorkers(prior.denoiser(), threads)) {
            evaluate(workers, tile, threads);
            long begin = System.nanoTime();
            evaluate(workers, tile, threads * rounds);
            return new EvaluationCost((System.nanoTime() - begin) / 1e9 / (threads * rounds), tile, threads);
        }
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
