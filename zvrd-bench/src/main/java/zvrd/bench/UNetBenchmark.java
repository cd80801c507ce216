package zvrd.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.nn.UNetConfig;
import zvrd.tensor.KernelThreads;
import zvrd.tensor.Precision;
import zvrd.tensor.TensorScope;
import zvrd.weights.BuiltinModel;
import zvrd.weights.StateDict;
import zvrd.weights.TensorFile;

/**
 * One evaluation of the built-in network, by one worker and by two at once, as restoring a clip does it.
 *
 * <p>Set the allocator's thresholds as the launcher does: {@code MALLOC_MMAP_THRESHOLD_}, {@code MALLOC_TRIM_THRESHOLD_}
 * and {@code MALLOC_TOP_PAD_} to 1073741824, or page faults are measured too.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 8, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=12g",
            "-Dorg.bytedeco.javacpp.nopointergc=true"
        })
public class UNetBenchmark {
    /** The network all workers share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH calls open() first
    public static class Network {
        /** What it computes in. */
        @Param({"FLOAT32", "BFLOAT16"})
        public Precision precision;

        private UNet network;

        /** Reads it. */
        @Setup(Level.Trial)
        public void open() {
            try (TensorFile file = BuiltinModel.open()) {
                String config = Objects.requireNonNull(file.metadata().get("config"));
                network = new UNet(UNetConfig.fromJson(config), StateDict.of(file), precision);
            }
        }

        /** Frees it. */
        @TearDown(Level.Trial)
        public void close() {
            network.close();
        }
    }

    /** A worker's own image. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls draw() first
    public static class Worker {
        /** Side length of the square image. */
        @Param("256")
        public int side;

        private Tensor x;

        /** Runs on the worker's thread. */
        @Setup(Level.Trial)
        public void draw() {
            KernelThreads.single();
            x = torch.randn(1, 3, side, side);
        }

        /** Frees the image. */
        @TearDown(Level.Trial)
        public void close() {
            x.close();
        }
    }

    /** Latency of a worker alone. */
    @Benchmark
    @Threads(1)
    public void oneWorker(Network prior, Worker worker) {
        evaluate(prior, worker);
    }

    /** Latency of each of two workers at once: half of it is the time per evaluation. */
    @Benchmark
    @Threads(2)
    public void twoWorkers(Network prior, Worker worker) {
        evaluate(prior, worker);
    }

    private static void evaluate(Network prior, Worker worker) {
        TensorScope.run(() -> prior.network.forward(worker.x, new double[] {100}, Attention.plain()));
    }
}
