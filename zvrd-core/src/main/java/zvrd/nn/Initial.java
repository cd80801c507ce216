package zvrd.nn;

import java.util.random.RandomGenerator;

/** The law a parameter's first values are drawn from. */
@FunctionalInterface
interface Initial {
    Initial ZERO = random -> 0.0;
    Initial ONE = random -> 1.0;
    Initial NORMAL = RandomGenerator::nextGaussian;

    double draw(RandomGenerator random);

    /** Kaiming's uniform law with a = √5, which for weight and bias alike is U(±1/√fanIn). */
    static Initial fanIn(long inputs) {
        double bound = 1 / Math.sqrt(inputs);
        return random -> bound * (2 * random.nextDouble() - 1);
    }
}
