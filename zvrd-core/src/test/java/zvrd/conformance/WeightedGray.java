package zvrd.conformance;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import zvrd.degradation.UniformOperator;
import zvrd.tensor.TensorScope;
import zvrd.weights.TensorFile;

/** Gray by the weights 0.3333, 0.3334, 0.3333 that DDNM's decomposition has; the product takes the mean. */
record WeightedGray(Tensor weights) implements UniformOperator { // [1, 3, 1, 1]
    static WeightedGray stored(TensorFile file, String prefix) {
        Tensor u = Fixtures.tensor(file, prefix + "U_small");
        Tensor s = Fixtures.tensor(file, prefix + "singulars_small");
        Tensor v = Fixtures.tensor(file, prefix + "V_small");
        Tensor row = v.narrow(1, 0, 1).mul(u.mul(s)); // A = u s v₁ᵀ
        return new WeightedGray(row.reshape(1, 3, 1, 1));
    }

    @Override
    public String name() {
        return "weighted gray";
    }

    @Override
    public Tensor forward(Tensor x) {
        return TensorScope.compute(() -> x.mul(weights).sum(new long[] {1}, true, null));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return TensorScope.compute(() -> y.mul(weights));
    }

    @Override
    public Tensor pseudoInverse(Tensor y) {
        return TensorScope.compute(() -> adjoint(y).div(new Scalar(singularValue() * singularValue())));
    }

    @Override
    public double singularValue() {
        double[] s = new double[1];
        TensorScope.run(() -> s[0] = Math.sqrt(weights.mul(weights).sum().item_double()));
        return s[0];
    }

    @Override
    public boolean onto() {
        return true;
    }
}
