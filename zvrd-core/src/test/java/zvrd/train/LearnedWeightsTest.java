package zvrd.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.tensor.LeakGuard;
import zvrd.tensor.Precision;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;
import zvrd.train.LearnedWeights.Kind;

@ExtendWith(LeakGuard.class)
class LearnedWeightsTest {
    private static final double RATE = 1e-3;

    @Test
    void threeStepsAreThoseOfTorchsOwnAdamW() {
        try (var workers = new ShardWorkers(1);
                var weights = new LearnedWeights(List.of(network()));
                UNet twin = network();
                var scope = new TensorScope()) {
            TensorVector parameters =
                    new TensorVector(twin.parameters().values().toArray(new Tensor[0]));
            var options = new AdamWOptions(RATE);
            options.betas().put(0.99, 0.9); // a C++ pair lies in memory with its second half first
            options.weight_decay().put(1e-4);
            var optimizer = new AdamW(parameters, options);
            for (int step = 0; step < 3; step++) {
                sloped(twin, step).backward();
                torch.clip_grad_norm_(parameters, 1.0);
                optimizer.step();
                optimizer.zero_grad();
                sloped(weights.replica(0), step).backward();
                weights.update(workers, step, RATE, 0.9);
            }
            twin.parameters()
                    .forEach((name, expected) -> assertNear(
                            tensor(weights, Kind.WEIGHT, name),
                            expected,
                            2e-5,
                            name)); // of 3e-3: a bias before a norm has a gradient of rounding errors
        }
    }

    @Test
    void theAverageMovesByItsShareTowardsTheNewWeights() {
        try (var workers = new ShardWorkers(1);
                var weights = new LearnedWeights(List.of(network()));
                var scope = new TensorScope()) {
            var before = new ArrayList<Tensor>();
            weights.named(Kind.WEIGHT)
                    .values()
                    .forEach(w -> before.add(w.detach().clone()));
            loss(weights.replica(0), 0).backward();
            weights.update(workers, 0, RATE, 0.75);
            int i = 0;
            for (String name : weights.named(Kind.WEIGHT).keySet()) {
                Tensor now = tensor(weights, Kind.WEIGHT, name).detach();
                Tensor expected = before.get(i++).mul(new Scalar(0.75)).add(now, new Scalar(0.25));
                assertNear(tensor(weights, Kind.AVERAGE, name), expected, 1e-6, name);
            }
        }
    }

    @Test
    void twoReplicasWithHalfTheBatchEachGiveTheGradientOfTheWhole() {
        try (var workers = new ShardWorkers(2);
                var two = new LearnedWeights(List.of(network(), network()));
                var one = new LearnedWeights(List.of(network()));
                var scope = new TensorScope()) {
            loss(two.replica(0), 1).backward();
            loss(two.replica(1), 2).backward();
            loss(one.replica(0), 1).add(loss(one.replica(0), 2)).backward();
            double whole = one.update(workers, 0, RATE, 0.9);
            double halves = two.update(workers, 0, RATE, 0.9);
            assertThat(halves).isCloseTo(whole, within(1e-4 * whole));
            two.named(Kind.WEIGHT)
                    .forEach((name, weight) -> assertThat(Objects.requireNonNull(
                                            two.replica(1).parameters().get(name))
                                    .data_ptr())
                            .as("%s is shared", name)
                            .isEqualTo(weight.data_ptr()));
        }
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        try (var workers = new ShardWorkers(1);
                var weights = new LearnedWeights(List.of(network()));
                var scope = new TensorScope()) {
            Tensor before =
                    tensor(weights, Kind.WEIGHT, "out.2.weight").detach().clone();
            loss(weights.replica(0), 0).mul(new Scalar(Double.NaN)).backward();
            assertThat(weights.update(workers, 0, RATE, 0.9)).isNaN();
            assertNear(tensor(weights, Kind.WEIGHT, "out.2.weight"), before, 0, "out.2.weight");
        }
    }

    private static Tensor tensor(LearnedWeights weights, Kind kind, String name) {
        return Objects.requireNonNull(weights.named(kind).get(name));
    }

    private static UNet network() {
        UNet network = UNet.fresh(TinyTraining.network(), 3, Precision.FLOAT32);
        try (var scope = new TensorScope();
                var noGradient = new NoGradGuard()) {
            network.parameters()
                    .forEach((name, p) -> p.detach() // no layer may be silent: zeros hide mistakes
                            .add_(StepDraws.normal(name.hashCode(), p.shape()).mul(new Scalar(0.02))));
        }
        return network;
    }

    private static Tensor loss(UNet network, int step) {
        Tensor x = StepDraws.normal(100 + step, 2, 3, 16, 16);
        return network.forward(x, new double[] {10, 500}, Attention.plain())
                .square()
                .mean();
    }

    /** A loss whose gradients are the same whatever the weights. */
    private static Tensor sloped(UNet network, int step) {
        Tensor sum = torch.zeros(1);
        for (var entry : network.parameters().entrySet()) {
            Tensor weight = entry.getValue();
            Tensor slope = StepDraws.normal(entry.getKey().hashCode() + step, weight.shape());
            sum = sum.add(weight.mul(slope).sum());
        }
        return sum;
    }

    private static void assertNear(Tensor actual, Tensor expected, double tolerance, String name) {
        try (var scope = new TensorScope()) {
            assertThat(actual.detach().sub(expected.detach()).abs().max().item_double())
                    .as(name)
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
