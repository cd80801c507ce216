package zvrd.tensor;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** How many threads the kernels called from one thread use; one by default of this program, so that sums have one order. */
public final class KernelThreads {
    private KernelThreads() {}

    /** From now on kernels called from this thread run on it alone; the first thing a worker thread says. */
    public static void single() {
        use(1);
    }

    /**
     * From now on kernels called from this thread share their work among {@code threads} threads.
     *
     * <p>Other threads keep their number. OpenBLAS knows only one number for the process and guards its pool with a lock,
     * so it is always told one: float32 matrix products stay on the calling thread.
     */
    public static void use(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("kernels need at least one thread, got " + threads);
        }
        openblas_nolapack.blas_set_num_threads(1);
        torch.get_num_threads(); // a thread's first question takes over the process's last answer: ask before saying
        torch.set_num_threads(threads);
    }
}
