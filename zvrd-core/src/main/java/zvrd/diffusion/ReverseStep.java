package zvrd.diffusion;

import org.bytedeco.pytorch.Tensor;

/**
 * The Gaussian p(x_{t-1} | x_t), every tensor of x_t's shape or one that broadcasts to it.
 *
 * @param x0 the clean image x̂_0 believed at t
 * @param mean μ
 * @param variance σ²
 * @param logVariance ln σ², finite also where σ² is 0
 */
public record ReverseStep(Tensor x0, Tensor mean, Tensor variance, Tensor logVariance) {}
