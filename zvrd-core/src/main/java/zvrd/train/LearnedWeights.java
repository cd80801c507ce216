package zvrd.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.nn.UNet;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;

/**
 * The weights that are trained, with a replica of the network for every shard, AdamW's moments (arXiv:1711.05101) and
 * the moving average that is shipped. Native memory lives until it is closed.
 */
final class LearnedWeights implements AutoCloseable {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.99;
    private static final double EPSILON = 1e-8;
    private static final double DECAY = 1e-4;
    private static final double MOST_NORM = 1.0;

    private final List<UNet> replicas;
    private final List<String> names;
    private final List<List<Tensor>> parameters = new ArrayList<>(); // per replica; all share the first one's values
    private final List<Tensor> average = new ArrayList<>();
    private final List<Tensor> moment1 = new ArrayList<>();
    private final List<Tensor> moment2 = new ArrayList<>();

    /** Takes over {@code replicas}, networks of one shape; the first one's weights become those of all. */
    LearnedWeights(List<UNet> replicas) {
        this.replicas = List.copyOf(replicas);
        this.names = List.copyOf(replicas.get(0).parameters().keySet());
        for (UNet replica : replicas) {
            parameters.add(List.copyOf(replica.parameters().values()));
        }
        try (var scope = new TensorScope()) {
            for (int i = 0; i < names.size(); i++) {
                Tensor values = parameters.get(0).get(i).detach();
                for (List<Tensor> replica : parameters.subList(1, parameters.size())) {
                    replica.get(i).set_data(values);
                }
                average.add(owned(values.clone()));
                moment1.add(owned(torch.zeros_like(values)));
                moment2.add(owned(torch.zeros_like(values)));
            }
        }
    }

    /** The network of shard {@code shard}; its gradients collect in its own parameters. */
    UNet replica(int shard) {
        return replicas.get(shard);
    }

    /** The tensors of one kind by their names in a checkpoint, live. */
    Map<String, Tensor> named(Kind kind) {
        List<Tensor> tensors = switch (kind) {
            case WEIGHT -> parameters.get(0);
            case AVERAGE -> average;
            case MOMENT_1 -> moment1;
            case MOMENT_2 -> moment2;
        };
        var named = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), tensors.get(i));
        }
        return named;
    }

    /** What is kept for every parameter. */
    enum Kind {
        WEIGHT,
        AVERAGE,
        MOMENT_1,
        MOMENT_2
    }

    /**
     * One step along the sum of the replicas' gradients, whose norm is clipped to 1, and the average after it.
     *
     * @param done steps since the moments were zero, before this one
     * @return the norm before clipping; where it is not finite, the weights stay as they are
     */
    double update(ShardWorkers workers, long done, double learningRate, double emaDecay) {
        double[] squares = new double[names.size()];
        int parts = replicas.size();
        workers.run(parts, part -> inPart(part, i -> squares[i] = gathered(i)));
        double sum = 0;
        for (double square : squares) { // in one order, whoever computed them
            sum += square;
        }
        double norm = Math.sqrt(sum);
        if (Double.isFinite(norm)) {
            var step = new Step(done + 1, learningRate, Math.min(1, MOST_NORM / (norm + 1e-6)), 1 - emaDecay);
            workers.run(parts, part -> inPart(part, i -> step(i, step)));
        }
        workers.run(parts, part -> inPart(part, this::forget));
        return norm;
    }

    private record Step(long number, double learningRate, double gradientScale, double newShare) {}

    private interface ParameterWork {
        void on(int parameter);
    }

    /** Every {@code parts}-th parameter, each in a scope of its own, without gradients. */
    private void inPart(int part, ParameterWork work) {
        try (var outer = new TensorScope();
                var noGradient = new NoGradGuard()) {
            for (int i = part; i < names.size(); i += replicas.size()) {
                int parameter = i;
                TensorScope.run(() -> work.on(parameter));
            }
        }
    }

    /** Adds the other shards' gradients to the first one's; its sum of squares. */
    private double gathered(int i) {
        Tensor gradient = parameters.get(0).get(i).grad();
        for (List<Tensor> replica : parameters.subList(1, parameters.size())) {
            Tensor other = replica.get(i).grad();
            if (other.defined()) {
                gradient.add_(other);
            }
        }
        return Math.pow(gradient.norm().item_double(), 2);
    }

    private void step(int i, Step step) {
        Tensor weight = parameters.get(0).get(i).detach();
        Tensor gradient = parameters.get(0).get(i).grad();
        double scale = step.gradientScale;
        Tensor m = moment1.get(i);
        Tensor v = moment2.get(i);
        m.mul_(new Scalar(BETA_1)).add_(gradient, new Scalar((1 - BETA_1) * scale));
        v.mul_(new Scalar(BETA_2)).addcmul_(gradient, gradient, new Scalar((1 - BETA_2) * scale * scale));
        double unbias1 = 1 - Math.pow(BETA_1, step.number);
        double unbias2 = Math.sqrt(1 - Math.pow(BETA_2, step.number)); // of the root, taken out of the quotient
        Tensor root = v.sqrt().add_(new Scalar(EPSILON * unbias2));
        weight.mul_(new Scalar(1 - step.learningRate * DECAY))
                .addcdiv_(m, root, new Scalar(-step.learningRate * unbias2 / unbias1));
        average.get(i).lerp_(weight, new Scalar(step.newShare));
    }

    private void forget(int i) {
        for (List<Tensor> replica : parameters) {
            replica.get(i).mutable_grad().reset();
        }
    }

    private static Tensor owned(Tensor tensor) {
        tensor.retainReference();
        return tensor;
    }

    @Override
    public void close() {
        for (List<Tensor> kept : List.of(average, moment1, moment2)) {
            kept.forEach(Tensor::close);
        }
        replicas.forEach(UNet::close);
    }
}
