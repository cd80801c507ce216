package zvrd.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.diffusion.NoiseSchedule;
import zvrd.nn.Attention;
import zvrd.nn.UNet;
import zvrd.tensor.ShardWorkers;
import zvrd.tensor.TensorScope;

/** One step of the training, a function of the weights, the seed and the step's number. */
final class TrainingStep {
    private final ImageCrops crops;
    private final StepDraws draws;
    private final NoiseSchedule schedule;
    private final DenoisingLoss loss;
    private final LearnedWeights weights;
    private final ShardWorkers workers;

    TrainingStep(
            ImageCrops crops, StepDraws draws, NoiseSchedule schedule, LearnedWeights weights, ShardWorkers workers) {
        this.crops = crops;
        this.draws = draws;
        this.schedule = schedule;
        this.loss = new DenoisingLoss(schedule);
        this.weights = weights;
        this.workers = workers;
    }

    /** Means over the batch of the loss's two terms, and the norm of the gradient before clipping. */
    record Outcome(double noise, double variational, double gradientNorm) {
        double loss() {
            return noise + variational;
        }
    }

    /** Step {@code number}, counted from 0, on {@code batch}. */
    Outcome run(long number, CropBatch batch, double learningRate, double emaDecay) {
        crops.prepare(number);
        int shards = TrainingOptions.SHARDS;
        double[][] terms = new double[shards][];
        workers.run(shards, shard -> {
            int first = batch.count() * shard / shards;
            int count = batch.count() * (shard + 1) / shards - first;
            terms[shard] = count == 0 ? new double[2] : gradients(number, shard, first, count, batch);
        });
        double noise = 0;
        double variational = 0;
        for (double[] ofShard : terms) {
            noise += ofShard[0];
            variational += ofShard[1];
        }
        double norm = weights.update(workers, number, learningRate, emaDecay);
        return new Outcome(noise, variational, norm);
    }

    /** Adds the gradients of some images of the batch to the shard's replica; their part of the loss's terms. */
    private double[] gradients(long number, int shard, int first, int count, CropBatch batch) {
        try (var scope = new TensorScope()) {
            Tensor x0 = crops.batch(number, first, count, batch.side());
            int[] t = new int[count];
            double[] told = new double[count];
            UNet network = weights.replica(shard);
            for (int i = 0; i < count; i++) {
                t[i] = loss.drawLevel(draws.level(number, first + i));
                told[i] = schedule.networkTimestep(t[i], network.config().rescaleTimesteps());
            }
            Tensor z = noise(number, first, count, batch.side());
            Tensor xt = loss.noised(x0, z, t);
            Tensor output = network.forward(xt, told, Attention.plain());
            DenoisingLoss.Terms terms = loss.of(output, x0, xt, z, t);
            Tensor total = terms.noise().add(terms.variational()).div(new Scalar((double) batch.count()));
            total.backward();
            return new double[] {
                terms.noise().item_double() / batch.count(), terms.variational().item_double() / batch.count()
            };
        }
    }

    private Tensor noise(long number, int first, int count, int side) {
        return TensorScope.compute(() -> {
            Tensor[] z = new Tensor[count];
            for (int i = 0; i < count; i++) {
                z[i] = draws.noise(number, first + i, side);
            }
            return torch.cat(new TensorVector(z));
        });
    }
}
