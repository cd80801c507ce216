package zvrd.restore;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.Prediction;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * Threads that evaluate the network, each on one tile at a time and each with a single thread inside. The shape of
 * a piece of work is therefore the same for every thread count and batch, and so is its result, bit for bit.
 */
final class NetworkWorkers implements AutoCloseable {
    private final Denoiser network;
    private final ExecutorService threads;

    NetworkWorkers(Denoiser network, int threads) {
        this.network = network;
        this.threads = DaemonThreads.fixed("network", threads);
    }

    /** Starts an evaluation of {@code tile} [3, height, width] at level {@code t}; ε, and v where learned, [C, height, width]. */
    Future<float[]> submit(float[] tile, int height, int width, int t) {
        return threads.submit(() -> evaluate(tile, height, width, t));
    }

    private float[] evaluate(float[] tile, int height, int width, int t) {
        KernelThreads.single();
        try (var scope = new TensorScope();
                var inference = new NoGradGuard()) {
            Prediction prediction = network.predict(Tensors.of(tile, 1, 3, height, width), t);
            Tensor variance = prediction.variance();
            return Tensors.toFloats(
                    variance == null
                            ? prediction.epsilon()
                            : torch.cat(new TensorVector(prediction.epsilon(), variance), 1));
        }
    }

    /** Waits for {@code result}; what went wrong in the worker is thrown here. */
    static float[] await(Future<float[]> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What went wrong on another thread, to be thrown on this one. */
    static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }

    @Override
    public void close() {
        DaemonThreads.stop(threads);
    }
}
