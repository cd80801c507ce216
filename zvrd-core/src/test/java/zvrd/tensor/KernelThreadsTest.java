package zvrd.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakGuard.class)
class KernelThreadsTest {
    @Test
    void everyThreadHasItsOwnNumber() throws Exception {
        var said = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = threads.submit(() -> numberAfterAllHaveSaid(1, said));
            Future<Integer> two = threads.submit(() -> numberAfterAllHaveSaid(2, said));
            assertThat(one.get()).isEqualTo(1);
            assertThat(two.get()).isEqualTo(2);
        } finally {
            threads.shutdown();
        }
    }

    /** What the promise "the same bytes on any number of threads" rests on, kernel by kernel. */
    @ParameterizedTest
    @ValueSource(strings = {"convolution", "bfloat16 convolution", "product", "bfloat16 product", "norm", "resize"})
    void twoWorkersAtOnceGetTheBytesThatOneGetsAlone(String kernel) throws Exception {
        ExecutorService alone = Executors.newSingleThreadExecutor();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            float[] expected = alone.submit(() -> result(kernel)).get();
            Future<float[]> first = two.submit(() -> result(kernel));
            Future<float[]> second = two.submit(() -> result(kernel));
            assertThat(Arrays.equals(first.get(), expected)).isTrue();
            assertThat(Arrays.equals(second.get(), expected)).isTrue();
        } finally {
            alone.shutdown();
            two.shutdown();
        }
    }

    @Test
    void noThreadsAreRefused() {
        assertThatThrownBy(() -> KernelThreads.use(0)).hasMessageContaining("at least one");
    }

    private static int numberAfterAllHaveSaid(int threads, CountDownLatch said) throws InterruptedException {
        KernelThreads.use(threads);
        said.countDown();
        said.await();
        TensorScope.run(() -> torch.ones(1 << 20).add(torch.ones(1 << 20))); // the first parallel kernel asks anew
        return torch.get_num_threads();
    }

    private static float[] result(String kernel) {
        KernelThreads.single();
        try (var scope = new TensorScope()) {
            Tensor x = wave(1, 64, 48, 48);
            ScalarType type = kernel.startsWith("bfloat16") ? ScalarType.BFloat16 : ScalarType.Float;
            Tensor y = switch (kernel.replace("bfloat16 ", "")) {
                case "convolution" ->
                    torch.conv2d(x.to(type), wave(64, 64, 3, 3).to(type));
                case "product" ->
                    torch.bmm(x.view(64, 48, 48).to(type), x.view(64, 48, 48).to(type));
                case "norm" -> torch.group_norm(x, 32, new TensorOptional(), new TensorOptional(), 1e-5, false);
                default -> torch.upsample_nearest2d(x, 96, 96);
            };
            return Tensors.toFloats(y);
        }
    }

    private static Tensor wave(long... shape) {
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(0.37 * i + 0.001 * i % 7);
        }
        return Tensors.of(values, shape);
    }
}
