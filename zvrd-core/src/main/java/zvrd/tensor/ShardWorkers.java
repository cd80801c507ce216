package zvrd.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Threads that share a piece of work, one shard at a time each. Two threads with half a batch take half the time of
 * two threads inside every operation, which wait for each other a thousand times a step.
 */
public final class ShardWorkers implements AutoCloseable {
    private final ExecutorService pool;

    /** {@code threads} threads, in each of which kernels run alone. */
    public ShardWorkers(int threads) {
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            var worker = new Thread(
                    () -> {
                        KernelThreads.single();
                        task.run();
                    },
                    "zvrd-shard");
            worker.setDaemon(true);
            return worker;
        });
    }

    /**
     * Runs {@code work} for every number below {@code shards} and returns when all are done. Callers on several threads
     * share the workers.
     *
     * @throws CancellationException where this thread is interrupted while it waits
     */
    public void run(int shards, IntConsumer work) {
        List<Future<?>> pending = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            int number = shard;
            pending.add(pool.submit(() -> work.accept(number)));
        }
        for (Future<?> one : pending) {
            await(one);
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a worker thread failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Waits for what is under way, and ends the threads. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
