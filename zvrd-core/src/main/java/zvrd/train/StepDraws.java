package zvrd.train;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import zvrd.tensor.TensorScope;

/** Everything random in a training as a function of (seed, step, image of the batch), so that a step can be repeated. */
record StepDraws(long seed) {
    private static final int CROP = 1;
    private static final int LEVEL = 2;
    private static final int NOISE = 3;
    private static final int POOL = 4;

    /** For the choice of a crop. */
    RandomGenerator crop(long step, int image) {
        return new SplittableRandom(key(step, image, CROP));
    }

    /** For the choice of a noise level. */
    RandomGenerator level(long step, int image) {
        return new SplittableRandom(key(step, image, LEVEL));
    }

    /** For the choice of the images that are at hand in {@code epoch}. */
    RandomGenerator pool(long epoch) {
        return new SplittableRandom(key(epoch, 0, POOL));
    }

    /** Standard normal noise [1, 3, side, side]. */
    Tensor noise(long step, int image, int side) {
        return normal(key(step, image, NOISE), 1, 3, side, side);
    }

    /** Standard normal numbers that depend on {@code key} only. */
    static Tensor normal(long key, long... shape) {
        return TensorScope.compute(() -> {
            Generator generator = torch.make_generator_cpu(key);
            return torch.randn(shape, new GeneratorOptional(generator));
        });
    }

    private long key(long step, int image, int purpose) {
        return mixed(mixed(mixed(seed) + step) + image * 8L + purpose);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): neighbours become strangers. */
    private static long mixed(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
