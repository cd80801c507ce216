package zvrd.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zvrd.UserError;
import zvrd.diffusion.Denoiser;
import zvrd.diffusion.NoiseSchedule;
import zvrd.diffusion.Prediction;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.NoiseSource;
import zvrd.tensor.NoiseStream;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

@ExtendWith(LeakGuard.class)
class WindowDenoiserTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.linear(1000);

    /** ε of a denoiser that looks at single pixels only, so that no tiling can be seen. */
    private static final Denoiser POINTWISE = new Denoiser() {
        @Override
        public Prediction predict(Tensor xt, int t) {
            assertThat(xt.size(2) % 16).isZero();
            assertThat(xt.size(3) % 16).isZero();
            return new Prediction(
                    TensorScope.compute(() -> xt.mul(new Scalar(0.5)).add(new Scalar(t / 1000.0))),
                    TensorScope.compute(() -> xt.neg()));
        }

        @Override
        public NoiseSchedule schedule() {
            return SCHEDULE;
        }
    };

    @ParameterizedTest
    @CsvSource({"64,64,64,16", "100,75,64,16", "1,1,32,0", "17,300,32,8", "65,64,64,32", "130,97,48,24"})
    void aPointwiseNetworkDoesNotSeeTheTiles(int height, int width, int tile, int overlap) {
        try (var workers = new NetworkWorkers(POINTWISE, 2);
                var scope = new TensorScope()) {
            var plan = new TilePlan(height, width, tile, overlap, 16);
            var tiled = new WindowDenoiser(workers, SCHEDULE, plan, 3, null, null);
            Tensor x = new NoiseSource(5).normal(NoiseStream.START, 0, 0, 3, height, width);
            Tensor both = torch.cat(new TensorVector(x, x.neg()), 0);
            Prediction whole = tiled.predict(both, 400);
            Tensor expected = both.mul(new Scalar(0.5)).add(new Scalar(0.4));
            // weights sum to 1 to within a few float32 roundings of values below 3
            assertThat(worst(whole.epsilon(), expected)).isCloseTo(0, within(2e-6));
            assertThat(worst(Objects.requireNonNull(whole.variance()), both.neg()))
                    .isCloseTo(0, within(2e-6));
        }
    }

    @Test
    void theSameBytesForEveryThreadCountAndNumberOfTilesUnderWay() {
        var plan = new TilePlan(90, 120, 32, 12, 16);
        float[] reference = run(plan, 1, 1);
        assertThat(run(plan, 2, 4)).isEqualTo(reference);
        assertThat(run(plan, 3, 16)).isEqualTo(reference);
    }

    @Test
    void weightsOfEverySideSumToOne() {
        for (int side = 1; side < 200; side += 7) {
            float[] sum = new float[side];
            for (TileSpan span : TileSpan.cover(side, 48, 16)) {
                for (int i = 0; i < span.length(); i++) {
                    assertThat(span.weights()[i]).isPositive();
                    sum[span.start() + i] += span.weights()[i];
                }
            }
            for (float s : sum) {
                assertThat(s).isCloseTo(1f, within(1e-6f));
            }
        }
    }

    @Test
    void whatFailsInAWorkerIsThrownToTheCaller() {
        Denoiser failing = new Denoiser() {
            @Override
            public Prediction predict(Tensor xt, int t) {
                throw new IllegalStateException("the network broke");
            }

            @Override
            public NoiseSchedule schedule() {
                return SCHEDULE;
            }
        };
        try (var workers = new NetworkWorkers(failing, 1);
                var scope = new TensorScope()) {
            var tiled = new WindowDenoiser(workers, SCHEDULE, new TilePlan(16, 16, 16, 0, 16), 1, null, null);
            assertThatThrownBy(() -> tiled.predict(torch.zeros(1, 3, 16, 16), 5))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the network broke");
        }
    }

    @Test
    void planNamesTheOptionThatDoesNotFit() {
        assertThatThrownBy(() -> new TilePlan(10, 10, 40, 0, 16))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--tile expects a multiple of 16");
        assertThatThrownBy(() -> new TilePlan(10, 10, 32, 17, 16))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--tile-overlap");
    }

    private static float[] run(TilePlan plan, int threads, int ahead) {
        try (var workers = new NetworkWorkers(POINTWISE, threads);
                var scope = new TensorScope()) {
            Tensor x = new NoiseSource(9).normal(NoiseStream.START, 0, 0, 3, plan.height(), plan.width());
            return Tensors.toFloats(new WindowDenoiser(workers, SCHEDULE, plan, ahead, null, null)
                    .predict(x, 10)
                    .epsilon());
        }
    }

    private static double worst(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }
}
