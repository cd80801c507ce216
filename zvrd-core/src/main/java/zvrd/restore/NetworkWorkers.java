package zvrd.restore;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import zvrd.diffusion.Denoiser;
import zvrd.temporal.Turn;
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
    private final Permits permits;
    private final AtomicLong submitted = new AtomicLong();

    /** At most {@code count} of them compute at a time; those that wait for each other come on top. */
    NetworkWorkers(Denoiser network, int count) {
        this.network = network;
        this.threads = Executors.newCachedThreadPool(DaemonThreads.named("network"));
        this.permits = new Permits(count, threads);
    }

    /** What they evaluate. */
    Denoiser network() {
        return network;
    }

    /** Starts an evaluation of {@code tile} [3, height, width] at level {@code t}; ε, and v where learned, [C, height, width]. */
    Future<float[]> submit(float[] tile, int height, int width, int t) {
        return submit(turn -> Tensors.toFloats(
                network.predict(Tensors.of(tile, 1, 3, height, width), t).channels()));
    }

    /** Starts {@code work} inside a scope, without gradients; what is submitted first is also begun first. */
    <T> Future<T> submit(Function<Turn, T> work) {
        long order = submitted.getAndIncrement();
        var task = new FutureTask<T>(() -> {
            KernelThreads.single();
            try (var scope = new TensorScope();
                    var inference = new NoGradGuard()) {
                return work.apply(new PermitTurn(order));
            }
        });
        permits.start(order, task);
        return task;
    }

    private final class PermitTurn implements Turn {
        private final long order;

        PermitTurn(long order) {
            this.order = order;
        }

        @Override
        public <T> T await(Future<T> future) {
            return NetworkWorkers.await(() -> future.isDone() ? future.get() : permits.standBack(order, future));
        }
    }

    /** Waits for {@code result}; what went wrong in the worker is thrown here. */
    static <T> T await(Future<T> result) {
        return await(result::get);
    }

    private interface Wait<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    private static <T> T await(Wait<T> wait) {
        try {
            return wait.get();
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
        permits.close();
        DaemonThreads.stop(threads);
    }
}
