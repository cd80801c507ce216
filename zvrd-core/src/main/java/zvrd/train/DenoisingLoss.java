package zvrd.train;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import zvrd.diffusion.NoiseSchedule;
import zvrd.tensor.TensorScope;
import zvrd.tensor.Tensors;

/**
 * The hybrid loss of improved DDPM (arXiv:2102.09672, section 3.1): squared error of the noise, and the variational
 * bound, through which the variance alone learns. Ours is the weight: 1 + 4σ̄² up to 20, which asks for the same error of
 * the clean image over the levels a restorer works at.
 */
final class DenoisingLoss {
    private static final int COLOURS = 3;
    private static final double RESTORERS_SHARE = 0.65;
    private static final double LEAST_SIGMA = 0.02;
    private static final double MOST_SIGMA = 1.5;
    private static final double MOST_WEIGHT = 20;
    private static final double NATS_PER_BIT = Math.log(2);

    private final NoiseSchedule schedule;

    DenoisingLoss(NoiseSchedule schedule) {
        this.schedule = schedule;
    }

    /** Sums over images of the two terms; {@code noise} also carries the gradient of the noise. */
    record Terms(Tensor noise, Tensor variational) {}

    /** A level: two in three at a σ̄ that restorers use, uniform in its logarithm; else any of them. */
    int drawLevel(RandomGenerator random) {
        if (random.nextDouble() < RESTORERS_SHARE) {
            double logSigma = Math.log(LEAST_SIGMA) + random.nextDouble() * Math.log(MOST_SIGMA / LEAST_SIGMA);
            return schedule.indexOfSigma(Math.exp(logSigma));
        }
        return random.nextInt(schedule.steps());
    }

    /** x_t = √ᾱ_t x_0 + √(1-ᾱ_t) z, each image n at its own level t[n]. */
    Tensor noised(Tensor x0, Tensor z, int[] t) {
        return TensorScope.compute(() -> x0.mul(row(t, at -> Math.sqrt(schedule.alphaBar(at))))
                .add(z.mul(row(t, at -> Math.sqrt(1 - schedule.alphaBar(at))))));
    }

    /**
     * Both terms of the network's {@code output} [N, 6 or 3, H, W] for x_t; the second is 0 where no variance is
     * learned.
     */
    Terms of(Tensor output, Tensor x0, Tensor xt, Tensor z, int[] t) {
        try (var scope = new TensorScope()) {
            Tensor eps = output.narrow(1, 0, COLOURS);
            Tensor squared =
                    perImage(eps.sub(z).square()).mul(row(t, this::weight).flatten());
            Tensor variational = output.size(1) == COLOURS
                    ? torch.zeros(1)
                    : bound(output.narrow(1, COLOURS, COLOURS), eps.detach(), x0, xt, t);
            return new Terms(scope.keep(squared.sum()), scope.keep(variational.sum()));
        }
    }

    private double weight(int t) {
        double sigma = schedule.sigmaBar(t);
        return Math.min(1 + 4 * sigma * sigma, MOST_WEIGHT);
    }

    /** L_vlb per image in bits per value: KL(q(x_{t-1} | x_t, x_0) ‖ p(x_{t-1} | x_t)), or -ln p(x_0 | x_1) at t = 0. */
    private Tensor bound(Tensor v, Tensor eps, Tensor x0, Tensor xt, int[] t) { // [N]
        Tensor low = row(t, schedule::posteriorLogVariance);
        Tensor high = row(t, at -> Math.log(schedule.beta(at)));
        Tensor fraction = v.add(one()).mul(new Scalar(0.5));
        Tensor logVariance = torch.addcmul(low, fraction, high.sub(low));
        Tensor c1 = row(t, schedule::posteriorWeightOfX0);
        Tensor c2 = row(t, schedule::posteriorWeightOfXt);
        Tensor believed =
                xt.mul(row(t, at -> Math.sqrt(1 / schedule.alphaBar(at)))).sub(eps.mul(row(t, schedule::sigmaBar)));
        Tensor mean = believed.mul(c1).add(xt.mul(c2));
        Tensor gap = x0.sub(believed).mul(c1); // between the posterior's mean and the network's
        Tensor difference = low.sub(logVariance);
        Tensor kl = perImage(difference
                .exp()
                .add(gap.square().mul(logVariance.neg().exp()))
                .sub(difference)
                .sub(one())
                .mul(new Scalar(0.5)));
        if (Arrays.stream(t).noneMatch(at -> at == 0)) {
            return kl.div(new Scalar(NATS_PER_BIT));
        }
        Tensor[] perImage = new Tensor[t.length];
        for (int n = 0; n < t.length; n++) {
            perImage[n] = t[n] == 0
                    ? perImage(negativeLogLikelihood(image(x0, n), image(mean, n), image(logVariance, n)))
                    : kl.narrow(0, n, 1);
        }
        return torch.cat(new TensorVector(perImage)).div(new Scalar(NATS_PER_BIT));
    }

    /** -ln of the Gaussian's mass in the 1/127.5 wide bin around each 8-bit value (DDPM eq. 13). */
    private static Tensor negativeLogLikelihood(Tensor x0, Tensor mean, Tensor logVariance) {
        Tensor centred = x0.sub(mean);
        Tensor inverse = logVariance.mul(new Scalar(-0.5)).exp();
        Tensor above = normalCdf(inverse.mul(centred.add(new Scalar(1 / 255.0))));
        Tensor below = normalCdf(inverse.mul(centred.sub(new Scalar(1 / 255.0))));
        Tensor inside = torch.where(x0.gt(new Scalar(0.999)), below.neg().add(one()), above.sub(below));
        Tensor mass = torch.where(x0.lt(new Scalar(-0.999)), above, inside);
        return mass.clamp_min(new Scalar(1e-12)).log().neg();
    }

    /** The standard normal distribution function by its tanh approximation, whose gradient is well-behaved. */
    private static Tensor normalCdf(Tensor x) {
        Tensor inner = x.add(x.pow(new Scalar(3)).mul(new Scalar(0.044715))).mul(new Scalar(Math.sqrt(2 / Math.PI)));
        return inner.tanh().add(one()).mul(new Scalar(0.5));
    }

    private static Tensor perImage(Tensor x) { // [N, C, H, W] -> [N]
        return x.flatten(1, -1).mean(1);
    }

    private static Tensor image(Tensor x, int n) {
        return x.narrow(0, n, 1);
    }

    private static Tensor row(int[] t, IntToDoubleFunction value) { // [N, 1, 1, 1]
        float[] values = new float[t.length];
        for (int n = 0; n < t.length; n++) {
            values[n] = (float) value.applyAsDouble(t[n]);
        }
        return Tensors.of(values, t.length, 1, 1, 1);
    }

    private static Scalar one() {
        return new Scalar(1.0);
    }
}
